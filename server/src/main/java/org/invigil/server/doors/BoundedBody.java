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
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** A request whose body is counted while it is read, and ends with a problem of ours where a bound is met. */
final class BoundedBody extends HttpServletRequestWrapper implements AutoCloseable {

    private static final String RETRY_AFTER_SECONDS = "2";

    private final BodyLimits limit;
    private final BodyBudget budget;
    private final DoorCounts counts;
    private final HttpServletResponse response;
    private @Nullable BoundedStream stream;
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
        budget.giveBack(limit.share(), heldBytes);
        heldBytes = 0;
    }

    private void hold(int bytes) {
        if (bytes > limit.maxBytes() - heldBytes) {
            counts.tooLarge();
            throw DoorException.tooLarge(limit.maxBytes());
        }
        if (!budget.take(limit.share(), bytes)) {
            counts.busy();
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            throw DoorException.busy();
        }
        heldBytes += bytes;
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
