package org.invigil.vision;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.invigil.vision", importOptions = ImportOption.DoNotIncludeTests.class)
class VisionRulesTest {

    @ArchTest
    static final ArchRule knowsNoFrameworkAndNoDatabase = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "java.sql..", "javax.sql..", "jakarta..")
            .because("vision is a library from a JPEG to what it shows; it runs in any program");

    @ArchTest
    static final ArchRule inferenceStaysInModel = noClasses()
            .that()
            .resideOutsideOfPackage("org.invigil.vision.model")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bytedeco.tensorflowlite..")
            .because("only vision.model knows which runtime the networks run on");

    @ArchTest
    static final ArchRule enginesDoNotKnowEachOther = noClasses()
            .that()
            .resideInAPackage("org.invigil.vision.mesh")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.invigil.vision.haar")
            .because("engines are chosen by VisionEngines and share images only");

    /** What decides, in the order of a frame: its bytes, the stream, its light, faces, persons. */
    private static final String[] DECIDING = {
        "org.invigil.vision.jpeg",
        "org.invigil.vision.stream",
        "org.invigil.vision.scene",
        "org.invigil.vision.mesh",
        "org.invigil.vision.person",
        "org.invigil.vision.phone",
        "org.invigil.vision.replay"
    };

    @ArchTest
    static final ArchRule geometryAndDecisionsAreNumbersAlone = classes()
            .that()
            .resideInAnyPackage(DECIDING)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(DECIDING)
                    .or(resideInAnyPackage(
                            "java.lang",
                            "java.lang.annotation",
                            "java.lang.runtime",
                            "java.nio",
                            "java.util",
                            "java.util.function",
                            "java.util.stream",
                            "java.util.zip",
                            "org.invigil.rules..",
                            "org.jspecify.annotations"))
                    .or(belongToAnyOf(
                            VisionEngine.class, EngineKind.class, FaceTracker.class, FrameRejectedException.class)))
            .because("pose, regions, stillness, when to look and whom to count shall run wherever there are numbers and"
                    + " somebody runs the networks: pixels, OpenCV and TensorFlow Lite are behind mesh.Networks");

    @ArchTest
    static final ArchRule readsNoClock = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .because("what a frame shows depends on the frame and the tracker alone");

    @ArchTest
    static final ArchRule trackersHoldNoNativeMemory = classes()
            .that()
            .implement(FaceTracker.class)
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackage("org.bytedeco..")
            .because("a tracker is handed from engine to engine and dropped without closing");
}
