package io.jenkins.plugins.k8sdag.embedded.pod;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Runs what is put in one after the other on a shared pool: one mailbox, one owner of state, no thread while idle. */
final class Mailbox implements Executor {
    private final Executor pool;
    private final Deque<Runnable> letters = new ArrayDeque<>();
    private boolean busy;

    Mailbox(Executor pool) {
        this.pool = pool;
    }

    @Override
    public synchronized void execute(Runnable letter) {
        letters.add(letter);
        if (!busy) {
            busy = true;
            pool.execute(this::work);
        }
    }

    private void work() {
        while (true) {
            Runnable letter;
            synchronized (this) {
                letter = letters.poll();
                if (letter == null) {
                    busy = false;
                    return;
                }
            }
            try {
                letter.run();
            } catch (RuntimeException e) {
                System.getLogger(Mailbox.class.getName())
                        .log(System.Logger.Level.ERROR, "the embedded kubelet failed on a pod", e);
            }
        }
    }
}
