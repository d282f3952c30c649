package io.jenkins.plugins.k8sdag.cli;

import java.lang.reflect.Proxy;
import java.util.List;

/** Where signals of the operating system come from; a test raises them itself. */
@FunctionalInterface
interface Signals {
    /** Signals that ask a process to end: Ctrl-C, and what {@code kill} and service managers send. */
    List<String> STOP = List.of("INT", "TERM");

    /** The terminal's window has another size. */
    List<String> RESIZE = List.of("WINCH");

    /**
     * Has a task run at each of some signals, on a thread of the JVM's, from now on, in place of what they do otherwise.
     *
     * @param names without SIG; those that the system does not know are left out
     */
    void handle(List<String> names, Runnable task);

    /**
     * The process's own. By reflection: {@code sun.misc.Signal} is in every JDK (module jdk.unsupported) and the only way to see a
     * second Ctrl-C, but compiling against it warns for ever.
     */
    static Signals ofProcess() {
        return (names, task) -> names.forEach(name -> {
            try {
                Class<?> signal = Class.forName("sun.misc.Signal");
                Class<?> handler = Class.forName("sun.misc.SignalHandler");
                Object proxy =
                        Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (p, m, args) -> {
                            if (m.getName().equals("handle")) {
                                task.run();
                            }
                            return m.getName().equals("equals")
                                    ? (Object) (p == args[0])
                                    : m.getName().equals("hashCode") ? 1 : null;
                        });
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            } catch (ReflectiveOperationException e) {
                System.getLogger(Signals.class.getName()).log(System.Logger.Level.DEBUG, "no signal " + name, e);
            }
        });
    }
}
