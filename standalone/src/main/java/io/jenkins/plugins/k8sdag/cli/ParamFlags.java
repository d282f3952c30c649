package io.jenkins.plugins.k8sdag.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The flag that gives parameters their values. */
final class ParamFlags {
    @Option(
            names = {"-p", "--param"},
            paramLabel = "NAME=VALUE",
            description = "A parameter of the file; may be given several times.")
    List<String> params = new ArrayList<>();

    /** @throws UserError for one that is not a name and a value, or given twice */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String param : params) {
            int eq = param.indexOf('=');
            if (eq < 1) {
                throw new UserError("--param '" + param + "' has no value (write it as: -p name=value)");
            }
            if (values.put(param.substring(0, eq), param.substring(eq + 1)) != null) {
                throw new UserError("--param '" + param.substring(0, eq) + "' is given twice");
            }
        }
        return values;
    }
}
