package io.jenkins.plugins.k8sdag.engine;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.jenkins.plugins.k8sdag.dag.Need;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import io.jenkins.plugins.k8sdag.journal.Journal;
import io.jenkins.plugins.k8sdag.journal.JournalReader;
import io.jenkins.plugins.k8sdag.run.Attempt;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Decider;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Keep;
import io.jenkins.plugins.k8sdag.run.Rerun;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.Sighting;
import io.jenkins.plugins.k8sdag.run.StagePhase;
import io.jenkins.plugins.k8sdag.run.StageState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One run in virtual time on a fake cluster, all drawn by one seed: the graph, what its pods do, what is told late, twice or not at
 * all, which calls fail, when the process is killed and after which byte of the journal. Whatever must always hold is checked
 * after every event. Replays exactly: {@code mvn -f standalone test -Dtest=SimulationTest -Dsimulation.seed=SEED}.
 */
final class Simulation {
    private static final int MOST_EVENTS = 200_000;

    private final long seed;
    private final Random random;
    private final Random hands;
    private final Optional<List<Fact>> before;
    private final String name;
    private final SimThreads threads;
    private final SimDag drawn;
    private final FakeCluster cluster;
    private final Path journalFile;
    private final Engine engine;
    private final Set<AttemptId> created = new HashSet<>();
    private final Map<AttemptId, Integer> creations = new HashMap<>();
    private Journal journal;
    private RunHandle handle;
    private RunEnd end;
    private boolean turned;
    private int cancels;
    private int kills;
    private int retries;
    private RunState told;
    private final Set<Integer> takenBack = new HashSet<>();

    Simulation(long seed, FileSystem disk) {
        this(seed, disk, Optional.empty());
    }

    /** A rerun of a run that was lived on the same disk, or a first run. */
    private Simulation(long seed, FileSystem disk, Optional<List<Fact>> before) {
        this.seed = seed;
        this.before = before;
        this.name = before.isPresent() ? "again-" + seed : Long.toString(seed);
        this.random = new Random(seed);
        this.hands = new Random(~seed);
        this.threads = new SimThreads(random);
        this.drawn = new SimDag(random, seed);
        int older = before.isPresent() ? 100 : 0;
        this.cluster =
                new FakeCluster(threads, threads::later, (stage, n) -> drawn.life(stage, n + older), Chaos.of(random));
        this.cluster.onCreate = this::onCreate;
        this.engine = new Engine(threads, SimDag.EXPRESSIONS);
        this.journalFile = disk.getPath("/journal-" + name);
    }

    static FileSystem disk() {
        return Jimfs.newFileSystem(Configuration.unix());
    }

    /** Takes over what the run came to that was lived on this disk, and lives the rest of it. */
    static RunState rerun(long seed, FileSystem disk) throws IOException {
        Path journal = disk.getPath("/journal-" + seed);
        return new Simulation(
                        seed, disk, Optional.of(JournalReader.read(journal).facts()))
                .live();
    }

    private List<Fact> first(RunInfo info) {
        if (before.isEmpty()) {
            return List.of(new Fact.RunStarted(info, drawn.dag, threads.instant()));
        }
        RunState earlier = RunState.fold(before.get());
        int any = hands.nextInt(earlier.dag().size());
        Optional<String> from =
                hands.nextInt(3) == 0 ? Optional.of(earlier.dag().stage(any).name()) : Optional.empty();
        Rerun rerun = new Rerun(before.get(), from);
        List<Fact> facts = rerun.facts(info, rerun.dag());
        new SimRerun(rerun.before(), from, what -> require(false, what)).check(RunState.fold(facts));
        return facts;
    }

    /** Lives the run to its end. */
    RunState live() throws IOException {
        RunInfo info = new RunInfo(
                "run-" + name,
                "sim",
                Map.of(),
                Map.of(),
                Map.of(),
                Keep.values()[random.nextInt(3)],
                random.nextInt(4),
                threads.instant());
        journal = Journal.create(journalFile);
        attach(engine.start(first(info), journal, cluster, logs(), this::onTurn));
        int killsLeft = random.nextInt(4);
        double killChance = random.nextDouble() * 0.02;
        double cancelChance = random.nextInt(5) == 0 ? 0.002 : 0;
        double retryChance = hands.nextInt(3) == 0 ? hands.nextDouble() * 0.2 : 0;
        for (int n = 0; end == null; n++) {
            if (n == MOST_EVENTS) {
                RunState s = handle.state();
                require(false, "the run does not end; what is due: " + Decider.due(s) + " of " + s);
            }
            turned = false;
            require(threads.step(), "nothing happens any more and the run has not ended");
            check();
            if (killsLeft > 0 && random.nextDouble() < killChance) {
                killsLeft--;
                kill();
            } else if (cancels < 2 && random.nextDouble() < cancelChance) {
                cancels++;
                handle.cancel("the simulation");
            } else if (retries < 20 && hands.nextDouble() < retryChance) {
                retry();
            } else if (random.nextDouble() < 0.002 && !cluster.jobs().isEmpty()) {
                cluster.deleteByHand(cluster.jobs().get(0));
            }
        }
        checkEnd();
        return end.state();
    }

    private static LogStore logs() {
        return (stage, attempt) -> {
            throw new IOException("the fake cluster writes no logs");
        };
    }

    private void attach(RunHandle run) {
        handle = run;
        run.done().whenComplete((e, failure) -> {
            if (e != null && run == handle) {
                end = e;
            }
        });
    }

    /** Mostly of a stage that failed, at times of any. */
    private void retry() {
        RunState s = handle.state();
        List<Integer> failed = IntStream.range(0, s.dag().size())
                .filter(i -> Decider.refusal(s, i).isEmpty())
                .boxed()
                .toList();
        int any = hands.nextInt(s.dag().size());
        int stage = failed.isEmpty() || hands.nextInt(5) == 0 ? any : failed.get(hands.nextInt(failed.size()));
        retries += failed.contains(stage) ? 1 : 0;
        RunHandle asked = handle;
        int attempts = s.stage(stage).attempts().size();
        asked.retry(s.dag().stage(stage).name(), "the simulation").thenAccept(refusal -> {
            StageState now = asked.state().stage(stage);
            boolean again = now.attempts().size() > attempts || now.phase() != StagePhase.ENDED;
            require(refusal.isPresent() || again, "a retry was promised and did not come to be");
        });
    }

    private void onTurn(RunState state, List<Fact> facts) {
        turned = true;
        for (Fact fact : told == null ? List.<Fact>of() : facts) {
            told = told.apply(fact);
            if (fact instanceof Fact.StageRetried f) {
                takenBack.add(f.stage());
                takenBack.addAll(f.reopened());
            } else if (fact instanceof Fact.StageReady || fact instanceof Fact.GroupOpened) {
                int stage = ((Fact.OfStage) fact).stage();
                for (int need : told.dag().needsOf(stage)) {
                    require(told.stage(need).phase() == StagePhase.ENDED, "ready before its need had ended: " + stage);
                }
            }
        }
        told = state;
    }

    /** Ends the process. If it has just written to the journal, the last line may be torn anywhere: it had done nothing about it. */
    private void kill() throws IOException {
        kills++;
        end = null;
        boolean mayTear = turned && random.nextBoolean();
        threads.kill();
        RunState before = handle.state();
        handle.detach();
        journal.close();
        if (mayTear) {
            tear();
        } else {
            RunState folded = RunState.fold(JournalReader.read(journalFile).facts());
            same(folded, before);
        }
        Journal.Reopened reopened = Journal.reopen(journalFile);
        if (reopened.facts().isEmpty()) {
            end = new RunEnd(before, List.of());
            return;
        }
        journal = reopened.journal();
        attach(engine.resume(reopened, cluster, logs(), this::onTurn));
    }

    private void tear() throws IOException {
        byte[] bytes = java.nio.file.Files.readAllBytes(journalFile);
        int lineStart = bytes.length - 1;
        while (lineStart > 0 && bytes[lineStart - 1] != '\n') {
            lineStart--;
        }
        if (lineStart == 0) {
            return;
        }
        int cut = lineStart + random.nextInt(bytes.length - lineStart);
        try (FileChannel channel =
                FileChannel.open(journalFile, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.wrap(bytes, 0, cut));
        }
    }

    private void onCreate(AttemptId id) {
        RunState s = handle.state();
        int[] needs = s.dag().needsOf(id.stage());
        for (int n = 0; n < needs.length; n++) {
            if (takenBack.contains(needs[n])) {
                // What had started before its need was retried goes on.
                continue;
            }
            StageStatus status = s.stage(needs[n]).status().orElse(null);
            require(status != null, "a Job was created before its need had ended: " + id);
            Need need = s.dag().stage(id.stage()).needs().get(n);
            boolean ok = need.requirement() != Need.Requirement.SUCCEEDED
                    || (status != StageStatus.FAILED
                            && status != StageStatus.OMITTED
                            && status != StageStatus.CANCELLED);
            require(ok, "a Job was created though its need was " + status + ": " + id);
        }
        boolean inFinally = s.dag().stage(id.stage()).inFinally();
        require(inFinally || s.stop().isEmpty(), "a Job was created after the run was stopped: " + id);
        require(!inFinally || s.finallyStop().isEmpty(), "a Job was created after finally was stopped: " + id);
        require(!inFinally || othersEnded(s), "a Job of finally was created before all others had ended: " + id);
        int group = s.dag().parentOf(id.stage());
        require(group < 0 || s.stage(group).phase() == StagePhase.OPEN, "a Job was created in no open group: " + id);
        for (FakeJob job : cluster.jobs()) {
            boolean other = job.id.stage() == id.stage() && job.id.attempt() < id.attempt();
            boolean lost = job.shows instanceof Sighting.Disrupted || job.deleting;
            require(!other || job.terminal() || lost, "attempt " + id + " was created beside " + job.id);
        }
        created.add(id);
        int times = creations.merge(id, 1, Integer::sum);
        // A Job that was deleted from outside before its creation was known is created again, under the same name.
        require(times <= 1 + kills + 20, "attempt " + id + " was created " + times + " times");
    }

    private static boolean othersEnded(RunState s) {
        return IntStream.range(0, s.dag().size())
                .allMatch(i -> s.dag().stage(i).inFinally() || s.stage(i).phase() == StagePhase.ENDED);
    }

    private void check() {
        RunState s = handle.state();
        require(s.tally().inFlight() <= s.dag().maxParallel(), "more stages in flight than maxParallel allows");
        require(s.status().orElse(null) != RunStatus.ERROR, "the run broke: " + s.message());
    }

    private void checkEnd() throws IOException {
        RunState s = end.state();
        require(s.status().isPresent(), "the run ended without a status");
        require(s.tally().inFlight() == 0, "a slot leaked");
        require(s.allEnded(), "a stage has not ended");
        RunState folded = RunState.fold(JournalReader.read(journalFile).facts());
        same(folded, s);
        for (int i = 0; i < s.dag().size(); i++) {
            checkStage(s, i);
        }
        boolean cleaned = s.info().keep() == Keep.NEVER || s.confirmed();
        if (cleaned && end.leftovers().isEmpty()) {
            for (FakeJob job : cluster.jobs()) {
                require(job.deleting, "a Job was left behind: " + job.id);
            }
        }
        require(!s.confirmed() || cluster.jobs().isEmpty(), "the cancelled run left Jobs behind");
    }

    private void checkStage(RunState s, int i) {
        StageState stage = s.stage(i);
        require(stage.phase() == StagePhase.ENDED, "a stage has not ended");
        boolean job = !s.dag().stage(i).isGroup();
        boolean green = job && stage.status().orElseThrow() == StageStatus.SUCCEEDED;
        for (int child : s.dag().childrenOf(i)) {
            boolean red = s.stage(child).status().orElseThrow() == StageStatus.FAILED;
            boolean told = stage.status().orElseThrow() == StageStatus.FAILED || stage.allowFailure();
            require(!red || told, "stage " + child + " failed and its group " + i + " does not say so");
        }
        boolean sawSuccess = cluster.everCreated.stream()
                .filter(j -> j.id.stage() == i)
                .anyMatch(
                        j -> j.shows instanceof Sighting.Ended e && e.failure().isEmpty());
        boolean taken = stage.takenOver().isPresent();
        require(!taken || stage.attempts().isEmpty(), "stage " + i + " was taken over and ran");
        require(!green || taken || sawSuccess, "stage " + i + " is green and no pod of it succeeded");
        int attempts = stage.attempts().size();
        int most =
                stage.given() + 1 + s.dag().stage(i).retry().limit() + s.info().infrastructureRetries();
        require(attempts <= most, "stage " + i + " took " + attempts + " attempts where " + most + " are allowed");
        for (Attempt a : stage.attempts()) {
            require(a.ended(), "an attempt has not ended");
        }
    }

    private void same(RunState folded, RunState live) {
        for (int i = 0; i < live.dag().size(); i++) {
            if (!folded.stage(i).equals(live.stage(i))) {
                String what = "stage " + i + " folded from the journal is\n" + folded.stage(i) + "\nand live it is\n";
                require(false, what + live.stage(i));
            }
        }
        require(folded.equals(live), "the state folded from the journal is not the live one");
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(
                    what + "\n  replay with: mvn -f standalone test -Dtest=SimulationTest -Dsimulation.seed=" + seed);
        }
    }
}
