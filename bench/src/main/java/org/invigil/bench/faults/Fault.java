package org.invigil.bench.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What is taken away in a round. */
enum Fault {
    /** The server's process gets SIGKILL; its PostgreSQL lives on and is taken over by the next server. */
    SERVER_KILLED,
    /** PostgreSQL's first process gets SIGKILL; the server starts it again. */
    DATABASE_KILLED,
    /** Every connection is reset, and none is taken for a while. */
    NETWORK_CUT,
    /** One of PostgreSQL's working processes gets SIGKILL, on which PostgreSQL drops all connections and recovers. */
    DATABASE_WORKER_KILLED,
    /** Connections stay open and nothing passes: neither request nor answer, and nobody is told. */
    NETWORK_SILENT,
    /** The server gets SIGKILL while the network is silent: its last answers are never seen. */
    SERVER_KILLED_BEHIND_SILENCE;

    /** So many rounds' faults in random order, each kind as often as any other; three rounds meet all three parts. */
    static List<Fault> sequence(int rounds, Random random) {
        List<Fault> all = new ArrayList<>();
        while (all.size() < rounds) {
            List<Fault> next = new ArrayList<>(List.of(SERVER_KILLED, DATABASE_KILLED, NETWORK_CUT));
            List<Fault> more =
                    new ArrayList<>(List.of(DATABASE_WORKER_KILLED, NETWORK_SILENT, SERVER_KILLED_BEHIND_SILENCE));
            Collections.shuffle(next, random);
            Collections.shuffle(more, random);
            all.addAll(next);
            all.addAll(more);
        }
        return List.copyOf(all.subList(0, rounds));
    }
}
