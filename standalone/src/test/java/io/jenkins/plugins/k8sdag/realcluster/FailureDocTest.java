package io.jenkins.plugins.k8sdag.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.run.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The committed table; without a cluster. */
class FailureDocTest {
    private static List<String> rows() throws IOException {
        return FailureDoc.rows(Files.readString(Team.DOCS.resolve("failures.md")));
    }

    @ParameterizedTest
    @EnumSource(Cause.class)
    void everyCauseWasSeen(Cause cause) throws IOException {
        assertThat(rows()).as(cause.text()).anyMatch(r -> FailureDoc.cell(r, 1).startsWith(cause.text() + "<br>"));
    }

    @Test
    void everyRowHasItsFiveCellsAndItsPlace() throws IOException {
        assertThat(rows()).allSatisfy(r -> assertThat(r.split(" \\| ", -1)).hasSize(5));
        assertThat(rows().stream().map(r -> FailureDoc.cell(r, 0)).toList())
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void aRowIsReplacedOrFindsItsPlace() {
        String doc = "text\n|---|---|---|---|---|\n| a | 1 |\n| c | 3 |\nmore\n";

        assertThat(FailureDoc.with(doc, "b", "| b | 2 |")).contains("| a | 1 |\n| b | 2 |\n| c | 3 |\nmore\n");
        assertThat(FailureDoc.with(doc, "c", "| c | 4 |")).contains("| a | 1 |\n| c | 4 |\nmore\n");
    }
}
