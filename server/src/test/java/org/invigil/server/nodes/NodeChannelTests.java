package org.invigil.server.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.invigil.server.ServerTest;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Words between nodes on a real PostgreSQL, and what happens when the link is cut. */
@ServerTest
class NodeChannelTests {

    @Autowired
    NodeChannel channel;

    @Autowired
    Nodes nodes;

    @Autowired
    ActorTransactions transactions;

    private final BlockingQueue<String> heard = new ArrayBlockingQueue<>(1_000);

    private void tellMyself() {
        transactions.run(Actor.SYSTEM, jdbc -> {
            NodeChannel.tell(jdbc, nodes.id(), NodeChannel.Topic.PARKED);
            return 0;
        });
    }

    private void awaitWord(String word) throws InterruptedException {
        for (String next = ""; !word.equals(next); ) {
            next = heard.poll(30, TimeUnit.SECONDS);
            assertThat(next).as("a word in time").isNotNull();
        }
    }

    @Test
    void aLinkThatIsCutIsMadeAgainAndEverybodyIsToldOfTheGap() throws InterruptedException {
        channel.subscribe(NodeChannel.Topic.PARKED, () -> heard.offer("word"));
        channel.subscribeAfterGap(() -> heard.offer("gap"));
        tellMyself();
        awaitWord("word");

        int cut = transactions.run(
                Actor.SYSTEM, jdbc -> jdbc.sql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                                + " WHERE application_name = 'invigil-news' AND datname = current_database()")
                        .query(Integer.class)
                        .single());
        assertThat(cut).isPositive();
        awaitWord("gap");
        heard.clear();
        tellMyself();
        awaitWord("word");
    }

    @Test
    void itListensAgainWhenItIsStartedAgain() throws InterruptedException {
        channel.stop();
        assertThat(channel.isRunning()).isFalse();
        channel.subscribe(NodeChannel.Topic.PARKED, () -> heard.offer("word"));
        channel.subscribeAfterGap(() -> heard.offer("gap"));
        channel.start();
        awaitWord("gap");
        heard.clear();
        tellMyself();
        awaitWord("word");
    }

    @Test
    void aNodeIsAliveWhileItBeats() {
        boolean self = transactions.run(Actor.SYSTEM, jdbc -> nodes.isAlive(jdbc, nodes.id()));
        boolean stranger = transactions.run(Actor.SYSTEM, jdbc -> nodes.isAlive(jdbc, UUID.randomUUID()));
        assertThat(self).isTrue();
        assertThat(stranger).isFalse();
    }
}
