package dev.lockstep.camel.measure;

import java.util.List;
import org.apache.camel.component.exec.ExecCommand;
import org.apache.camel.component.exec.ExecEndpoint;
import org.apache.camel.component.exec.impl.DefaultExecCommandExecutor;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteWatchdog;
import org.apache.commons.exec.Watchdog;

/**
 * Camel's executor of programs, which after the timeout kills not only the program but also its child processes. The default
 * executor leaves these running, and waits for the end of the output that they keep open.
 *
 * <p>This class is thread-safe.
 */
public final class ProcessTreeExecutor extends DefaultExecCommandExecutor {

    @Override
    protected DefaultExecutor prepareDefaultExecutor(ExecCommand command) {
        DefaultExecutor executor = super.prepareDefaultExecutor(command);
        if (command.getTimeout() != ExecEndpoint.NO_TIMEOUT) {
            executor.setWatchdog(new ProcessTreeWatchdog(command.getTimeout()));
        }
        return executor;
    }

    private static final class ProcessTreeWatchdog extends ExecuteWatchdog {

        private Process process;

        @SuppressWarnings("deprecation") // Its builder cannot create a subclass.
        ProcessTreeWatchdog(long timeoutMillis) {
            super(timeoutMillis);
        }

        @Override
        public synchronized void start(Process started) {
            process = started;
            super.start(started);
        }

        @Override
        public synchronized void timeoutOccured(Watchdog watchdog) {
            // Listed before the program is killed, and killed after it, so that it cannot start another one in between.
            List<ProcessHandle> descendants = process.descendants().toList();
            process.destroyForcibly();
            descendants.forEach(ProcessHandle::destroyForcibly);
            super.timeoutOccured(watchdog);
        }
    }
}
