package org.wengert.bench;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The virtual machine's just-in-time compilers. */
final class JustInTime {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    /**
     * Returns whether a method is being compiled or waits for it. On a busy machine that can last many seconds, in which times are
     * steady and far from what they will be. False if the virtual machine does not tell.
     */
    boolean isBusy() {
        try {
            ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
            return isBusy((String) server.invoke(commands, "compilerQueue", new Object[0], new String[0]));
        } catch (JMException e) {
            return false;
        }
    }

    /** Reads "Current compiles:" and the queues, one title each, followed by their methods or by "Empty". */
    static boolean isBusy(String queues) {
        return queues.lines()
                .map(String::strip)
                .anyMatch(line -> !line.isEmpty()
                        && !line.equals("Empty")
                        && !line.equals("Current compiles:")
                        && !line.endsWith("compile queue:"));
    }
}
