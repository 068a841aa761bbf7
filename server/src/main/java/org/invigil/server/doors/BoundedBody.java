package org.invigil.server.doors;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.invigil.server.doors.BodyBudget.Sender;
import org.invigil.server.doors.BodyBudget.Share;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** A request whose body is counted while it is read, and ends with a problem of ours where a bound is met. */
final class BoundedBody extends HttpServletRequestWrapper implements AutoCloseable {

    /**
     * So much of each body is not counted: Tomcat's buffers of a connection are larger, and the number of connections
     * bounds it. So whoever signs in with a name and a password, or saves a short answer, is served however much others hold.
     */
    private static final int FREE_BYTES = 2 * 1024;

    private static final String RETRY_AFTER_SECONDS = "2";

    private final BodyLimits limit;
    private final BodyBudget budget;
    private final DoorCounts counts;
    private final HttpServletResponse response;
    private @Nullable BoundedStream stream;
    private @Nullable Sender sender;
    private int arrivedBytes;
    private int heldBytes;

    BoundedBody(
            HttpServletRequest request,
            HttpServletResponse response,
            BodyLimits limit,
            BodyBudget budget,
            DoorCounts counts) {
        super(request);
        this.response = response;
        this.limit = limit;
        this.budget = budget;
        this.counts = counts;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (stream == null) {
            stream = new BoundedStream(super.getInputStream());
        }
        return stream;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    /** The request is answered: its bytes are nobody's any more. */
    @Override
    public void close() {
        if (sender != null) {
            budget.giveBack(sender, heldBytes);
        }
        heldBytes = 0;
    }

    private void hold(int bytes) {
        if (bytes > limit.maxBytes() - arrivedBytes) {
            counts.tooLarge();
            throw DoorException.tooLarge(limit.maxBytes());
        }
        arrivedBytes += bytes;
        int counted = Math.max(0, arrivedBytes - FREE_BYTES) - heldBytes;
        if (counted == 0) {
            return;
        }
        if (sender == null) {
            sender = new Sender(limit.share(), nameOfSender(), limit.maxBytesOfSender());
        }
        if (!budget.take(sender, counted)) {
            counts.busy();
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            throw DoorException.busy();
        }
        heldBytes += counted;
    }

    /** A cookie may be made up. A person is not, and no body but a sign-in's is read before it is known whose it is. */
    private String nameOfSender() {
        if (limit.share() != Share.STRANGERS) {
            Authentication person = SecurityContextHolder.getContext().getAuthentication();
            if (person != null && !(person instanceof AnonymousAuthenticationToken)) {
                return "person " + person.getName();
            }
        }
        return "address " + getRemoteAddr();
    }

    private final class BoundedStream extends ServletInputStream {

        private final ServletInputStream arriving;

        BoundedStream(ServletInputStream arriving) {
            this.arriving = arriving;
        }

        @Override
        public int read() throws IOException {
            int value = arriving.read();
            hold(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = arriving.read(target, offset, length);
            hold(Math.max(0, count));
            return count;
        }

        @Override
        public boolean isFinished() {
            return arriving.isFinished();
        }

        @Override
        public boolean isReady() {
            return arriving.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            arriving.setReadListener(listener);
        }
    }
}
