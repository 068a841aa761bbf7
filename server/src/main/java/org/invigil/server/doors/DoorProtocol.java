package org.invigil.server.doors;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Adapter;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's HTTP/1.1 with a watch on what clients owe. It only notes where each connection stands, and ends an overdue one
 * by shutting down its input: the thread that reads it, or Tomcat's poller, then sees the end of the stream and cleans up
 * as for any client that went away. Nothing that Tomcat owns is closed or reused from here.
 *
 * <p>Tomcat makes it by the name of its class, so {@link #watchBy} follows before the start.
 */
public final class DoorProtocol extends Http11NioProtocol {

    /** A place of ours in each request of Tomcat's; it uses the first few itself. */
    private static final int NOTE = 27;

    private @Nullable Visits visits;
    private @Nullable ScheduledFuture<?> watch;

    void watchBy(Visits theVisits) {
        visits = theVisits;
    }

    @Override
    public void setAdapter(Adapter adapter) {
        super.setAdapter(visits == null ? adapter : new Noting(adapter, visits));
    }

    @Override
    protected Processor createProcessor() {
        return visits == null ? super.createProcessor() : new NotingProcessor(this, getAdapter(), visits);
    }

    @Override
    public void start() throws Exception {
        super.start();
        if (visits != null) {
            watch = getUtilityExecutor().scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
        }
    }

    @Override
    public void stop() throws Exception {
        if (watch != null) {
            watch.cancel(false);
        }
        super.stop();
    }

    /** Lets go of overdue connections. */
    void look() {
        if (visits != null) {
            visits.look(getConnectionCount(), getMaxConnections());
        }
    }

    private static final class NotingProcessor extends Http11Processor {

        private final Visits visits;

        NotingProcessor(AbstractHttp11Protocol<?> protocol, Adapter adapter, Visits visits) {
            super(protocol, adapter);
            this.visits = visits;
        }

        @Override
        public SocketState service(SocketWrapperBase<?> connection) throws IOException {
            Visit visit = visits.arrives(connection, () -> new SocketLine(connection));
            getRequest().setNote(NOTE, visit);
            SocketState state = SocketState.CLOSED;
            try {
                state = super.service(connection);
                return state;
            } finally {
                getRequest().setNote(NOTE, null);
                if (state == SocketState.LONG) {
                    visit.waitsForHead(visits.nowNanos());
                } else if (state != SocketState.OPEN || visit.wasServed()) {
                    visits.leaves(connection);
                } // else only blank lines came, which begin no head and would go on for ever
            }
        }
    }

    /** Between Tomcat's parser and everything behind it. */
    private record Noting(Adapter adapter, Visits visits) implements Adapter {

        @Override
        public void service(Request request, Response response) throws Exception {
            if (!(request.getNote(NOTE) instanceof Visit visit)) {
                adapter.service(request, response);
                return;
            }
            long announced = announcedBytes(request);
            boolean hasBody = announced > 0 || request.getMimeHeaders().getValue("transfer-encoding") != null;
            String address = request.requestURI().toString(); // null in a request that Tomcat could not read
            boolean earnsTime = BodyLimits.of(address == null ? "" : address).earnsTime();
            visit.isServed(hasBody, earnsTime ? request::getBytesRead : null, visits.nowNanos());
            InputBuffer body = request.getInputBuffer();
            if (hasBody) {
                request.setInputBuffer(new NotingBody(body, request, visit, visits));
            }
            try {
                adapter.service(request, response);
            } finally {
                request.setInputBuffer(body);
                visit.isAnswered(hasBody && !request.isFinished(), visits.nowNanos());
            }
        }

        /** Length of the body; -1 without one, and where it is no number: Tomcat has refused that request already. */
        private static long announcedBytes(Request request) {
            try {
                return request.getContentLengthLong();
            } catch (NumberFormatException e) {
                return -1;
            }
        }

        @Override
        public boolean prepare(Request request, Response response) throws Exception {
            return adapter.prepare(request, response);
        }

        @Override
        public boolean asyncDispatch(Request request, Response response, SocketEvent status) throws Exception {
            return adapter.asyncDispatch(request, response, status);
        }

        @Override
        public void log(Request request, Response response, long nanos) {
            adapter.log(request, response, nanos);
        }

        @Override
        public void checkRecycled(Request request, Response response) {
            adapter.checkRecycled(request, response);
        }

        @Override
        public String getDomain() {
            return adapter.getDomain();
        }
    }

    /** Notes when the last of a body is read, its end mark included where its length was not announced. */
    private record NotingBody(InputBuffer body, Request request, Visit visit, Visits visits) implements InputBuffer {

        @Override
        public int doRead(ApplicationBufferHandler target) throws IOException {
            int count = body.doRead(target);
            if (request.isFinished()) {
                visit.bodyIsRead(visits.nowNanos());
            }
            return count;
        }

        @Override
        public int available() {
            return body.available();
        }
    }

    /** The channel is taken once, on the connection's own thread: Tomcat gives its wrappers to others later. */
    private static final class SocketLine implements Visit.Line {

        private final SocketWrapperBase<?> connection;
        private final SocketChannel channel;

        SocketLine(SocketWrapperBase<?> connection) {
            this.connection = connection;
            this.channel = ((NioChannel) connection.getSocket()).getIOChannel();
        }

        @Override
        public boolean isClosed() {
            return connection.isClosed();
        }

        @Override
        public void stopListening() {
            try {
                channel.shutdownInput();
            } catch (IOException e) {
                // It is closed or not connected any more: just what was wanted.
            }
        }
    }
}
