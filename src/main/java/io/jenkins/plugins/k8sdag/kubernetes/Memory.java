package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.Quantity;
import io.jenkins.plugins.k8sdag.dag.RetryPolicy.MemoryGrowth;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** Grows a memory limit after running out of memory. Pure functions. */
final class Memory {
    private static final BigDecimal MEBI = BigDecimal.valueOf(1024 * 1024);

    private Memory() {}

    /** The resources with a grown memory limit; the request grows along where it equals the limit. Without a limit: as they are. */
    static Map<String, Object> grow(Map<String, Object> resources, MemoryGrowth growth, int steps) {
        Map<String, Object> limits = Json.map(resources.get("limits"));
        Object limit = limits.get("memory");
        if (limit == null) {
            return resources;
        }
        BigDecimal bytes = bytes(limit);
        BigDecimal max = bytes(growth.max());
        BigDecimal grown = bytes.multiply(BigDecimal.valueOf(Math.pow(growth.factor(), steps)))
                .min(max)
                .max(bytes);
        String quantity = text(grown);
        Map<String, Object> result = Json.with(resources, "limits", Json.with(limits, "memory", quantity));
        Map<String, Object> requests = Json.map(resources.get("requests"));
        Object request = requests.get("memory");
        if (request != null && bytes(request).compareTo(bytes) == 0) {
            result = Json.with(result, "requests", Json.with(requests, "memory", quantity));
        }
        return result;
    }

    private static BigDecimal bytes(Object quantity) {
        return Quantity.getAmountInBytes(Quantity.parse(String.valueOf(quantity)));
    }

    /** Whole mebibytes where it is over one, for people's eyes. */
    private static String text(BigDecimal bytes) {
        return bytes.compareTo(MEBI) >= 0
                ? bytes.divide(MEBI, 0, RoundingMode.DOWN).toPlainString() + "Mi"
                : bytes.setScale(0, RoundingMode.DOWN).toPlainString();
    }
}
