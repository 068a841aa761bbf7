package org.invigil.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.invigil.server.database.DebianPostgres;

/** Several servers behind nginx, on one PostgreSQL of the operating system and one S3 server; every part is real. */
final class TestCluster {

    private final Path folder;
    private final DebianPostgres postgres;
    private final TestS3 s3;
    private final List<Integer> ports = new ArrayList<>();
    private final List<TestServer> nodes = new ArrayList<>();
    private final List<TestServer> all = new ArrayList<>();
    private final Process nginx;
    private final int nginxPort;

    /** Starts everything, in a folder that exists. */
    TestCluster(Path folder, int size) throws Exception {
        this.folder = folder;
        this.postgres = DebianPostgres.start(folder);
        this.s3 = new TestS3(Files.createDirectory(folder.resolve("s3")));
        for (int i = 0; i < size; i++) {
            ports.add(freePort());
        }
        nginxPort = freePort();
        nginx = startNginx();
        nodes.add(launch(0).awaitReady()); // the first one makes the schema
        for (int i = 1; i < size; i++) {
            nodes.add(launch(i));
        }
        for (TestServer node : nodes) {
            node.awaitReady();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private TestServer launch(int node) throws IOException {
        Path data = Files.createDirectories(folder.resolve("node-" + node));
        Files.writeString(data.resolve("invigil.yaml"), """
                server.forward-headers-strategy: native
                spring.datasource.hikari: {maximum-pool-size: 12, minimum-idle: 2}
                invigil:
                  database:
                    url: %s
                    owner.password: unused
                    app.password: unused
                  storage:
                    kind: s3
                    s3: {endpoint: "%s", bucket: %s, access-key: %s, secret-key: %s}
                  sitting.grace: 1s
                  analysis.threads: 1
                """.formatted(
                        postgres.jdbcUrl(), s3.endpoint(), TestS3.BUCKET, TestS3.ACCESS_KEY, TestS3.SECRET_KEY));
        List<String> arguments = new ArrayList<>(List.of("--data", data.toString(), "--port", "" + ports.get(node)));
        if (node == 0) {
            arguments.add("--demo");
        }
        TestServer process = TestServer.launch(folder, arguments);
        all.add(process);
        return process;
    }

    private Process startNginx() throws IOException {
        String servers = ports.stream()
                .map(port -> "server 127.0.0.1:" + port + " max_fails=1 fail_timeout=1s;")
                .collect(Collectors.joining("\n    "));
        Path home = Files.createDirectory(folder.resolve("nginx"));
        Files.writeString(home.resolve("nginx.conf"), """
                %s
                daemon off;
                worker_processes 1;
                pid nginx.pid;
                error_log error.log;
                events { worker_connections 512; }
                http {
                  access_log off;
                  client_body_temp_path body;
                  proxy_temp_path proxy;
                  fastcgi_temp_path fastcgi;
                  uwsgi_temp_path uwsgi;
                  scgi_temp_path scgi;
                  client_max_body_size 12m;
                  map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
                  upstream nodes {
                    %s
                  }
                  server {
                    listen 127.0.0.1:%d;
                    location / {
                      proxy_pass http://nodes;
                      proxy_http_version 1.1;
                      proxy_set_header Host $http_host;
                      proxy_set_header Upgrade $http_upgrade;
                      proxy_set_header Connection $connection_upgrade;
                      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                      proxy_set_header X-Forwarded-Proto $scheme;
                      proxy_set_header X-Forwarded-Port $server_port;
                      proxy_connect_timeout 2s;
                      proxy_next_upstream error timeout;
                    }
                  }
                }
                """.formatted(
                        "root".equals(System.getProperty("user.name")) ? "user root;" : "", servers, nginxPort));
        String program = Files.isExecutable(Path.of("/usr/sbin/nginx")) ? "/usr/sbin/nginx" : "nginx";
        return new ProcessBuilder(program, "-p", home.toString(), "-c", "nginx.conf", "-e", "error.log")
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("output.log").toFile())
                .start();
    }

    /** Where browsers go. */
    int port() {
        return nginxPort;
    }

    int size() {
        return nodes.size();
    }

    /** Where one node listens, past nginx. */
    int port(int node) {
        return ports.get(node);
    }

    TestServer node(int node) {
        return nodes.get(node);
    }

    /** Starts a node that has ended, in its old place. */
    void restart(int node) throws Exception {
        nodes.set(node, launch(node).awaitReady());
    }

    /** The one value of a query, past all servers and their policies. */
    String query(String sql) throws SQLException {
        return postgres.query(sql);
    }

    /** Everything that every server has printed, those that ended included. */
    String output() throws InterruptedException {
        StringBuilder output = new StringBuilder();
        for (TestServer process : all) {
            output.append(process.output()).append('\n');
        }
        return output.toString();
    }

    void stop() throws Exception {
        for (TestServer process : all) {
            process.kill();
        }
        nginx.destroy(); // SIGTERM: its worker ends with it
        if (!nginx.waitFor(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS)) {
            nginx.destroyForcibly();
        }
        s3.stop();
        postgres.close();
    }
}
