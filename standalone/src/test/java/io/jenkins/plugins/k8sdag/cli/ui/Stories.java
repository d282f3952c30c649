package io.jenkins.plugins.k8sdag.cli.ui;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Runs that somebody might look at. */
public final class Stories {
    private static final List<String> REGIONS = List.of("eu", "us", "ap", "sa", "af");
    private static final int SHARDS = 170;
    private static final List<String> SERVICES = List.of(
            "accounts",
            "basket",
            "billing",
            "catalog",
            "checkout",
            "delivery",
            "emails",
            "fraud",
            "gateway",
            "images",
            "invoices",
            "loyalty",
            "media",
            "orders",
            "payments",
            "pricing",
            "returns",
            "reviews",
            "search",
            "stock");

    private Stories() {}

    /** 200 stages, all waiting. */
    public static Story release() {
        Story story = new Story("release-train").waits("checkout");
        for (String s : List.of("lint", "licenses", "docs", "compile-api", "compile-core", "compile-web")) {
            story.waits(s, "checkout");
        }
        IntStream.rangeClosed(1, SHARDS).forEach(i -> story.waits("test-" + i, "compile-api", "compile-core"));
        for (String browser : List.of("chrome", "firefox", "safari")) {
            story.waits("e2e-" + browser, "compile-web");
        }
        List<String> tests = new ArrayList<>(
                IntStream.rangeClosed(1, SHARDS).mapToObj(i -> "test-" + i).toList());
        tests.add("lint");
        story.waits("package", tests.toArray(String[]::new));
        story.waits("image", "package").waits("sign", "image").waits("sbom", "image");
        story.waits("deploy-staging", "sign", "sbom", "e2e-chrome", "e2e-firefox", "e2e-safari");
        REGIONS.forEach(r -> story.waits("smoke-" + r, "deploy-staging").waits("deploy-" + r, "smoke-" + r));
        story.waits("notify")
                .waits("clean-up")
                .waits("report")
                .waits("archive", "package")
                .waits("scan", "image");
        return story;
    }

    private static Story begun(Story story) {
        story.ran("checkout", 1, 12, "SUCCEEDED");
        Stream.of("lint", "licenses", "docs", "notify", "clean-up", "report")
                .forEach(s -> story.ran(s, 12, 31, "SUCCEEDED"));
        Stream.of("compile-api", "compile-core", "compile-web").forEach(s -> story.ran(s, 12, 64, "SUCCEEDED"));
        return story;
    }

    private static Story e2e(Story story) {
        Stream.of("chrome", "firefox", "safari").forEach(b -> story.ran("e2e-" + b, 64, 171, "SUCCEEDED"));
        return story;
    }

    private static double from(int shard) {
        return 64 + shard / 40 * 45.0;
    }

    private static double to(int shard) {
        return from(shard) + 20 + shard * 7 % 25;
    }

    private static void shards(Story story, int... but) {
        IntStream.rangeClosed(1, SHARDS)
                .filter(i -> IntStream.of(but).noneMatch(b -> b == i))
                .forEach(i -> story.ran("test-" + i, from(i), to(i), "SUCCEEDED"));
    }

    private static void after(Story story, String need) {
        List<String> rest =
                new ArrayList<>(List.of("package", "image", "sign", "sbom", "deploy-staging", "archive", "scan"));
        REGIONS.forEach(r -> rest.addAll(List.of("smoke-" + r, "deploy-" + r)));
        rest.forEach(s -> story.omitted(s, "it needs '" + need + "' to have succeeded, and that is FAILED"));
    }

    public static Story running() {
        Story story = begun(release().now(Duration.ofSeconds(150))).may("cancel");
        IntStream.rangeClosed(1, SHARDS).forEach(i -> {
            if (to(i) < 140) {
                story.ran("test-" + i, from(i), to(i), "SUCCEEDED");
            } else if (from(i) < 130) {
                story.runs("test-" + i, from(i));
            }
        });
        Stream.of("chrome", "firefox", "safari").forEach(b -> story.runs("e2e-" + b, 64));
        return story;
    }

    public static Story green() {
        Story story = e2e(begun(release().now(Duration.ofSeconds(420))));
        shards(story);
        story.ran("package", 300, 331, "SUCCEEDED").ran("image", 331, 352, "SUCCEEDED");
        Stream.of("sign", "sbom", "scan", "archive").forEach(s -> story.ran(s, 352, 361, "SUCCEEDED"));
        story.ran("deploy-staging", 361, 380, "SUCCEEDED");
        REGIONS.forEach(r -> story.ran("smoke-" + r, 380, 391, "SUCCEEDED").ran("deploy-" + r, 391, 418, "SUCCEEDED"));
        return story.ended("SUCCEEDED");
    }

    public static Story redByItsOwnProgram() {
        Story story = e2e(begun(release().now(Duration.ofSeconds(300))));
        shards(story, 17);
        story.ran("test-17", 64, 78, "FAILED").ran("test-17", 79, 95, "FAILED");
        after(story, "test-17");
        story.failed(
                "ExitCode",
                "user",
                "The stage exited with code 1.",
                "Read the end of the stage's log for what it says.",
                List.of("pod release-train-test-17-7f3k2-xv9sl on node pool-a-3", "container main: Error, exit code 1"),
                "test-17");
        story.log(
                "test-17",
                "PaymentServiceTest.roundsDown ... ok",
                "PaymentServiceTest.roundsUp ... ok",
                "\u001b[31mPaymentServiceTest.roundsHalfUp ... FAILED\u001b[0m",
                "  expected: 10.35",
                "   but was: 10.34",
                "  at PaymentServiceTest.java:118",
                "Tests run: 13, Failures: 1");
        return story.ended("FAILED").may("rerun", "retry");
    }

    public static Story redByTheCluster() {
        Story story = e2e(begun(release().now(Duration.ofSeconds(420))));
        shards(story, 3, 8, 21, 60, 61, 62);
        String[] lost = {"test-3", "test-8", "test-21", "test-60", "test-61", "test-62"};
        for (String s : lost) {
            story.ran(s, 64, 410, "FAILED");
        }
        after(story, "test-3");
        story.failed(
                "NodeLost",
                "infrastructure",
                "The node pool-a-3 stopped answering while the stage ran on it; 4 attempts were lost so.",
                "Nothing is wrong with the stages. Have the node pool looked at, then rerun the failed stages.",
                List.of("node pool-a-3: NodeStatusUnknown, Kubelet stopped posting node status"),
                lost);
        story.log("test-3", "Cart: 812 of 1,400 cases", "Cart: 813 of 1,400 cases", "Cart: 814 of 1,400 cases");
        return story.ended("FAILED").may("rerun", "retry");
    }

    public static Story waitingForQuota() {
        Story story = new Story("nightly").now(Duration.ofSeconds(400)).waits("build");
        IntStream.rangeClosed(1, 8).forEach(i -> story.waits("shard-" + i, "build"));
        story.waits(
                "report",
                IntStream.rangeClosed(1, 8).mapToObj(i -> "shard-" + i).toArray(String[]::new));
        story.ran("build", 1, 40, "SUCCEEDED").runs("shard-1", 41).runs("shard-2", 41);
        IntStream.rangeClosed(3, 8)
                .forEach(i -> story.held(
                        "shard-" + i,
                        41,
                        "PENDING",
                        "Quota: exceeded quota: team, requested: requests.cpu=2, used: requests.cpu=8, limited:"
                                + " requests.cpu=8"));
        return story.may("cancel");
    }

    /** Forty services of fifty stages each: what a large repository looks like. */
    public static Story large() {
        Story story =
                new Story("monorepo").now(Duration.ofSeconds(600)).may("cancel").cap(120);
        for (int s = 0; s < 40; s++) {
            String service = SERVICES.get(s % SERVICES.size()) + (s < SERVICES.size() ? "" : "-api");
            int end = 60 + s * 7;
            story.waits("build-" + service).ran("build-" + service, 2, end, "SUCCEEDED");
            story.waits("lint-" + service).ran("lint-" + service, 2, 20, "SUCCEEDED");
            for (int i = 1; i <= 42; i++) {
                String test = "test-" + service + "-" + i;
                story.waits(test, "build-" + service);
                int from = end + i % 6 * 60;
                if (from + 50 + i < 600) {
                    story.ran(test, from, from + 50 + i, s == 11 && i == 8 ? "FAILED" : "SUCCEEDED");
                } else if (from < 590) {
                    story.runs(test, from);
                }
            }
            story.waits("image-" + service, tests(service));
            for (String region : REGIONS) {
                story.waits("deploy-" + service + "-" + region, "image-" + service);
            }
        }
        story.log("test-" + SERVICES.get(11) + "-8", "loading 1.2 million accounts", "aggregating points by month");
        return story.failed(
                "OutOfMemory",
                "user",
                "The stage ran out of memory: its limit is 512Mi.",
                "Raise resources.limits.memory of the stage, let it grow with retry.memory, or have the program use less.",
                List.of("container main: OOMKilled, exit code 137"),
                "test-" + SERVICES.get(11) + "-8");
    }

    private static String[] tests(String service) {
        return IntStream.rangeClosed(1, 42)
                .mapToObj(i -> "test-" + service + "-" + i)
                .toArray(String[]::new);
    }

    /** Half of them need one of the other half each. */
    public static Story monorepo(int stages) {
        int pairs = (stages - 2) / 2;
        Story story = new Story("monorepo")
                .now(Duration.ofSeconds(900))
                .waits("build")
                .ran("build", 0, 30, "SUCCEEDED");
        IntStream.range(0, pairs).forEach(i -> story.waits("unit-" + i, "build"));
        IntStream.range(0, pairs).forEach(i -> story.waits("check-" + i, "unit-" + i));
        story.waits(
                "done", IntStream.range(0, pairs).mapToObj(i -> "check-" + i).toArray(String[]::new));
        IntStream.range(0, pairs).forEach(i -> story.ran("unit-" + i, 30, 60 + i % 300, "SUCCEEDED"));
        IntStream.range(0, pairs).filter(i -> i % 3 > 0).forEach(i -> story.ran("check-" + i, 400, 500, "SUCCEEDED"));
        return story;
    }
}
