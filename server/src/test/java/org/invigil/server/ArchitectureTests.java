package org.invigil.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.invigil.rules.wire.WireNamed;

/** The few rules that the compiler cannot hold. Each says why it is there. */
@AnalyzeClasses(packages = "org.invigil", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    private static final Set<String> UNBOUNDED_BY_DEFAULT = Set.of(
            "java.util.concurrent.LinkedBlockingQueue",
            "java.util.concurrent.LinkedBlockingDeque",
            "java.util.concurrent.PriorityBlockingQueue",
            "java.util.concurrent.LinkedTransferQueue",
            "java.util.concurrent.ConcurrentLinkedQueue",
            "java.util.concurrent.ConcurrentLinkedDeque",
            "java.util.concurrent.DelayQueue");

    @ArchTest
    static final ArchRule visionIsAPureLibrary = noClasses()
            .that()
            .resideInAPackage("org.invigil.vision..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "java.sql..", "javax.sql..", "org.invigil.server..")
            .because("vision is used by the command line and the benchmarks too, and must not know the server");

    @ArchTest
    static final ArchRule objectStorageOnlyInEvidence = noClasses()
            .that()
            .resideOutsideOfPackage("org.invigil.server.evidence..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk..")
            .because("evidence alone decides in which order a clip and its row are stored");

    @ArchTest
    static final ArchRule databaseOnlyAsAnActor = noClasses()
            .that()
            .resideOutsideOfPackages("org.invigil.server.identity..", "org.invigil.server.database..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("javax\\.sql\\.DataSource|java\\.sql\\.DriverManager"
                    + "|org\\.springframework\\.jdbc\\.core\\.(JdbcTemplate|JdbcOperations)")
            .because("only ActorTransactions tells PostgreSQL who is asking; any other way sees nothing");

    @ArchTest
    static final ArchRule queuesHaveACapacity = noClasses()
            .should()
            .callConstructorWhere(DescribedPredicate.describe(
                    "a queue without a capacity",
                    call -> UNBOUNDED_BY_DEFAULT.contains(call.getTargetOwner().getName())
                            && call.getTarget().getRawParameterTypes().stream()
                                    .map(JavaClass::getName)
                                    .noneMatch("int"::equals)))
            .because(
                    "a queue that grows without a bound turns overload into a crash; give it a capacity and count drops");

    @ArchTest
    static final ArchRule unboundedExecutors = noClasses()
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "a thread pool with an unbounded queue",
                    (JavaCall<?> call) -> call.getTargetOwner().getName().equals("java.util.concurrent.Executors")
                            && Set.of("newFixedThreadPool", "newSingleThreadExecutor", "newCachedThreadPool")
                                    .contains(call.getName())))
            .because("these pools queue without a bound; make a ThreadPoolExecutor with a bounded queue");

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .should()
            .callMethodWhere(DescribedPredicate.describe("Thread.sleep or LockSupport.park", ArchitectureTests::sleeps))
            .because("waiting for time hides a missing signal; wait for the event or schedule the work");

    @ArchTest
    static final ArchRule timeComesFromAClock = noClasses()
            .should()
            .callMethodWhere(DescribedPredicate.describe("the time without a clock", ArchitectureTests::readsTheTime))
            .because("time is injected, so that tests decide what time it is");

    @ArchTest
    static final ArchRule oneSystemClock = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(InvigilServer.class.getName())
            .and()
            .resideInAPackage("org.invigil.server..")
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "Clock.system...",
                    (JavaCall<?> call) -> call.getTargetOwner().isEquivalentTo(Clock.class)
                            && call.getName().startsWith("system")))
            .because("the server has one clock, the bean of InvigilServer");

    @ArchTest
    static final ArchRule socketsAreSentToOnlyFromTheirOwnModules = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "org.invigil.server.live..",
                    "org.invigil.server.tiles..",
                    "org.invigil.server.ingest..",
                    "org.invigil.server.events..",
                    "org.invigil.server.socket..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                    "org\\.springframework\\.web\\.socket\\.(WebSocketSession|WebSocketMessage|TextMessage|BinaryMessage)")
            .because(
                    "who may receive what is decided in one place: live for dashboards, tiles for stills, ingest and events"
                            + " for the student's own sockets");

    static boolean sleeps(JavaCall<?> call) {
        return (call.getTargetOwner().isEquivalentTo(Thread.class)
                        && call.getName().equals("sleep"))
                || (call.getTargetOwner().isEquivalentTo(LockSupport.class)
                        && call.getName().startsWith("park"));
    }

    @ArchTest
    static final ArchRule wireNamesInOnePlace = codeUnits()
            .that()
            .areDeclaredInClassesThat()
            .doNotHaveFullyQualifiedName(WireNamed.class.getName())
            .should(leaveTheCaseOfEnumsAlone())
            .because("what a constant is called in JSON and SQL is said by WireNamed alone, both ways");

    private static ArchCondition<JavaCodeUnit> leaveTheCaseOfEnumsAlone() {
        return new ArchCondition<>("not change the case of an enum's name") {
            @Override
            public void check(JavaCodeUnit unit, ConditionEvents events) {
                boolean naming = unit.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().isAssignableTo(Enum.class)
                                && (call.getName().equals("name")
                                        || call.getName().equals("valueOf")
                                        || call.getName().equals("toString")));
                boolean changingCase = unit.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().isEquivalentTo(String.class)
                                && Set.of("toLowerCase", "toUpperCase", "equalsIgnoreCase")
                                        .contains(call.getName()));
                if (naming && changingCase) {
                    events.add(SimpleConditionEvent.violated(unit, unit.getDescription()));
                }
            }
        };
    }

    private static boolean readsTheTime(JavaCall<?> call) {
        if (!call.getTarget().getRawParameterTypes().isEmpty()) {
            return false;
        }
        String owner = call.getTargetOwner().getName();
        if (owner.startsWith("java.time.")) {
            return call.getName().equals("now");
        }
        return owner.equals("java.lang.System") && call.getName().equals("currentTimeMillis");
    }
}
