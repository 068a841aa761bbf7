package org.invigil.server.session;

import org.invigil.server.identity.Device;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Asked by whatever changes a running sitting: it goes on on one device at a time. */
public interface DeviceRule {

    /**
     * Passes for the device on which the sitting goes on, and for the first that asks. Inside a transaction that the caller has begun as
     * the student.
     *
     * @throws org.invigil.server.problem.ProblemException if it goes on on another one
     */
    void require(JdbcClient jdbc, ExamSession session, Device device);
}
