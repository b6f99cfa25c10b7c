package dev.lockstep.camel.measure;

import java.util.List;
import org.apache.camel.component.exec.ExecCommand;
import org.apache.camel.component.exec.ExecEndpoint;
import org.apache.camel.component.exec.impl.DefaultExecCommandExecutor;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteWatchdog;
import org.apache.commons.exec.Watchdog;

/**
 * Camel's executor of programs, which after the timeout ends not only the program but also what the program started. The stock
 * one leaves those running, and waits for the end of the output that they hold open.
 *
 * <p>This class is threadsafe.
 */
public final class ProcessTreeExecutor extends DefaultExecCommandExecutor {

    @Override
    protected DefaultExecutor prepareDefaultExecutor(ExecCommand command) {
        DefaultExecutor executor = super.prepareDefaultExecutor(command);
        if (command.getTimeout() != ExecEndpoint.NO_TIMEOUT) {
            executor.setWatchdog(new WholeProcessWatchdog(command.getTimeout()));
        }
        return executor;
    }

    private static final class WholeProcessWatchdog extends ExecuteWatchdog {

        private Process process;

        @SuppressWarnings("deprecation") // Its builder makes no subclass.
        WholeProcessWatchdog(long timeoutMillis) {
            super(timeoutMillis);
        }

        @Override
        public synchronized void start(Process started) {
            process = started;
            super.start(started);
        }

        @Override
        public synchronized void timeoutOccured(Watchdog watchdog) {
            // Found before the program ends, and ended after it, lest it starts another one in between.
            List<ProcessHandle> started = process.descendants().toList();
            process.destroyForcibly();
            started.forEach(ProcessHandle::destroyForcibly);
            super.timeoutOccured(watchdog);
        }
    }
}
