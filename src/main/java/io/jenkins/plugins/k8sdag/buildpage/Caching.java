package io.jenkins.plugins.k8sdag.buildpage;

import jakarta.servlet.http.HttpServletResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** What a browser may keep. Pure but for the response's headers. */
final class Caching {
    private static final long A_YEAR_SECONDS = 365L * 24 * 60 * 60;

    private Caching() {}

    /**
     * Writes the headers of an answer, and the answer itself if the browser has it already.
     *
     * @param tag names the content: the same tag is the same content
     * @param forever whether the content at this address will never change again
     * @return whether the browser has it; nothing more is to be written then
     */
    static boolean unchanged(StaplerRequest2 req, StaplerResponse2 rsp, String tag, boolean forever) {
        String etag = '"' + tag + '"';
        rsp.setHeader("ETag", etag);
        // Private: what one may read, another may not.
        rsp.setHeader(
                "Cache-Control", forever ? "private, max-age=" + A_YEAR_SECONDS + ", immutable" : "private, no-cache");
        String known = req.getHeader("If-None-Match");
        // A server that compresses adds a suffix to the tag: Jetty's GzipHandler writes "tag--gzip".
        if (known != null && known.replace("--gzip\"", "\"").contains(etag)) {
            rsp.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return true;
        }
        return false;
    }
}
