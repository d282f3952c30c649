package io.jenkins.plugins.k8sdag.embedded.api;

import io.jenkins.plugins.k8sdag.embedded.store.ApiException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Failures a test has ordered for coming requests. Thread-safe. */
final class Faults {
    private final List<Fault> ordered = new ArrayList<>();

    /** One order; {@code times} of it are left. */
    private static final class Fault {
        private final Verb verb;
        private final String resource;
        private final int status;
        private final Duration retryAfter;
        private int times;

        Fault(Verb verb, String resource, int status, int times, Duration retryAfter) {
            this.verb = verb;
            this.resource = resource;
            this.status = status;
            this.times = times;
            this.retryAfter = retryAfter;
        }
    }

    /**
     * How a request is to fail.
     *
     * @param error null when the connection is to be cut without an answer
     * @param retryAfter null for none
     */
    record Refusal(ApiException error, Duration retryAfter) {}

    synchronized void order(Verb verb, String resource, int status, int times, Duration retryAfter) {
        ordered.add(new Fault(verb, resource, status, times, retryAfter));
    }

    /** The failure of this request, taken from the orders; null when it is to be answered. */
    synchronized Refusal take(Verb verb, String resource) {
        Iterator<Fault> faults = ordered.iterator();
        while (faults.hasNext()) {
            Fault fault = faults.next();
            boolean fits = (fault.verb == null || fault.verb == verb)
                    && (fault.resource == null || fault.resource.equals(resource));
            if (fits) {
                if (--fault.times <= 0) {
                    faults.remove();
                }
                return new Refusal(fault.status == 0 ? null : ApiException.played(fault.status), fault.retryAfter);
            }
        }
        return null;
    }
}
