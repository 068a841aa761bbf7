package org.invigil.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LineTest {

    private static final int LIMIT_MILLIS = 10_000;
    /** Long enough for a byte that is not held back. */
    private static final int HELD_BACK_MILLIS = 200;

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final Line line = new Line(server.getLocalPort());

    LineTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        line.close();
        server.close();
    }

    @Test
    void whatIsSilentPassesOnceItIsOpenAgain() throws IOException {
        try (Socket student = connect();
                Socket taken = server.accept()) {
            send(student, 'a');
            assertThat(receive(taken)).isEqualTo('a');
            line.silence();
            send(student, 'b');
            taken.setSoTimeout(HELD_BACK_MILLIS);
            assertThatThrownBy(() -> receive(taken)).isInstanceOf(SocketTimeoutException.class);
            taken.setSoTimeout(LIMIT_MILLIS);
            line.open();
            assertThat(receive(taken)).isEqualTo('b');
            send(taken, 'c');
            assertThat(receive(student)).isEqualTo('c');
        }
    }

    @Test
    void aCutEndsEveryConnectionAndTakesNoneUntilItIsOpen() throws IOException {
        try (Socket student = connect();
                Socket taken = server.accept()) {
            send(student, 'a');
            assertThat(receive(taken)).isEqualTo('a');
            line.cut();
            assertThat(ends(student)).isTrue();
            assertThat(ends(taken)).isTrue();
        }
        try (Socket refused = connect()) {
            assertThat(ends(refused)).isTrue();
        }
        line.open();
        try (Socket student = connect();
                Socket taken = server.accept()) {
            send(student, 'd');
            assertThat(receive(taken)).isEqualTo('d');
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(line.address().getHost(), line.address().getPort());
        socket.setSoTimeout(LIMIT_MILLIS);
        return socket;
    }

    private static void send(Socket socket, int letter) throws IOException {
        socket.getOutputStream().write(letter);
    }

    private static int receive(Socket socket) throws IOException {
        return socket.getInputStream().read();
    }

    private static boolean ends(Socket socket) throws IOException {
        socket.setSoTimeout(LIMIT_MILLIS);
        try {
            return receive(socket) < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // reset
        }
    }
}
