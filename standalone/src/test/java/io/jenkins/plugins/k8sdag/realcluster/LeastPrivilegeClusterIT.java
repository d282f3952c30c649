package io.jenkins.plugins.k8sdag.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Comes last: what all tests before it have asked of the API server is what docs/rbac.yaml allows, no more and no less. */
@Tag("cluster")
@Tag("disturb")
@Isolated
@Order(3)
class LeastPrivilegeClusterIT {
    @Test
    void everyVerbOfTheRoleIsUsedAndNoOther() throws Exception {
        AuditLog audit = new AuditLog(Path.of(ClusterUnderTest.get().ctl().run("audit-path")));

        Set<String> used = audit.requests(user -> user.matches("system:serviceaccount:k8sdag-.*:" + Team.ACCOUNT))
                .keySet();

        Set<String> allowed = RbacClusterIT.verbs().collect(Collectors.toSet());
        allowed.add("list events");
        assertThat(used)
                .as("beside asking for our rights, which everybody may")
                .containsExactlyInAnyOrderElementsOf(withReview(allowed));
    }

    private static Set<String> withReview(Set<String> allowed) {
        allowed.add("create selfsubjectrulesreviews");
        return allowed;
    }
}
