package io.jenkins.plugins.k8sdag.run;

/** Why an attempt failed, or what a waiting one waits for, by name. */
public enum Cause {
    EXIT_CODE("ExitCode", Blame.USER, Retry.FAILURE),
    OUT_OF_MEMORY("OutOfMemory", Blame.USER, Retry.OUT_OF_MEMORY),
    DEADLINE_EXCEEDED("DeadlineExceeded", Blame.USER, Retry.TIMEOUT),
    OUTPUT_INVALID("OutputInvalid", Blame.USER, Retry.NEVER),
    EXPRESSION_FAILED("ExpressionFailed", Blame.USER, Retry.NEVER),
    START_ERROR("StartError", Blame.USER, Retry.NEVER),
    IMAGE_NOT_FOUND("ImageNotFound", Blame.CONFIGURATION, Retry.NEVER),
    INVALID_IMAGE_NAME("InvalidImageName", Blame.CONFIGURATION, Retry.NEVER),
    IMAGE_UNAUTHORISED("ImageUnauthorised", Blame.CONFIGURATION, Retry.NEVER),
    REGISTRY_UNAVAILABLE("RegistryUnavailable", Blame.INFRASTRUCTURE, Retry.NEVER),
    CONFIG_MISSING("ConfigMissing", Blame.CONFIGURATION, Retry.NEVER),
    VOLUME_UNAVAILABLE("VolumeUnavailable", Blame.INFRASTRUCTURE, Retry.NEVER),
    ADMISSION_REJECTED("AdmissionRejected", Blame.CONFIGURATION, Retry.NEVER),
    NAME_CONFLICT("NameConflict", Blame.CONFIGURATION, Retry.NEVER),
    QUOTA_EXCEEDED("QuotaExceeded", Blame.QUOTA, Retry.NEVER),
    UNSCHEDULABLE("Unschedulable", Blame.INFRASTRUCTURE, Retry.NEVER),
    EVICTED("Evicted", Blame.INFRASTRUCTURE, Retry.INFRASTRUCTURE),
    PREEMPTED("Preempted", Blame.INFRASTRUCTURE, Retry.INFRASTRUCTURE),
    NODE_LOST("NodeLost", Blame.INFRASTRUCTURE, Retry.INFRASTRUCTURE),
    NODE_SHUTDOWN("NodeShutdown", Blame.INFRASTRUCTURE, Retry.INFRASTRUCTURE),
    POD_DELETED("PodDeleted", Blame.INFRASTRUCTURE, Retry.INFRASTRUCTURE),
    JOB_DELETED("JobDeleted", Blame.INFRASTRUCTURE, Retry.INFRASTRUCTURE),
    POD_NOT_CREATED("PodNotCreated", Blame.INFRASTRUCTURE, Retry.NEVER),
    CONTAINER_LOST("ContainerLost", Blame.INFRASTRUCTURE, Retry.INFRASTRUCTURE),
    API_UNAVAILABLE("ApiUnavailable", Blame.INFRASTRUCTURE, Retry.NEVER),
    API_FORBIDDEN("ApiForbidden", Blame.CONFIGURATION, Retry.NEVER),
    CANCELLED("Cancelled", Blame.CANCELLED, Retry.NEVER);

    private final String text;
    private final Blame blame;
    private final Retry retry;

    Cause(String text, Blame blame, Retry retry) {
        this.text = text;
        this.blame = blame;
        this.retry = retry;
    }

    /** The name people and reports see, such as {@code OutOfMemory}. */
    public String text() {
        return text;
    }

    /** Whose fault it is unless a {@link Failure} says otherwise. */
    public Blame blame() {
        return blame;
    }

    /** What may be done about it without asking anyone. */
    public Retry retry() {
        return retry;
    }

    /**
     * The cause of a name.
     *
     * @throws IllegalArgumentException for a name that is none
     */
    public static Cause of(String text) {
        for (Cause cause : values()) {
            if (cause.text.equals(text)) {
                return cause;
            }
        }
        throw new IllegalArgumentException("no failure cause is named '" + text + "'");
    }

    /** Which budget another attempt would be charged to. */
    public enum Retry {
        FAILURE,
        TIMEOUT,
        OUT_OF_MEMORY,
        INFRASTRUCTURE,
        NEVER
    }
}
