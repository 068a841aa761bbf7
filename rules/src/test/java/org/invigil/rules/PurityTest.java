package org.invigil.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.UUID;

/** What makes the rules fit to run anywhere, in a browser as well. */
@AnalyzeClasses(packages = "org.invigil.rules", importOptions = ImportOption.DoNotIncludeTests.class)
class PurityTest {

    @ArchTest
    static final ArchRule nothingButTheLanguage = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java.lang",
                    "java.lang.annotation",
                    "java.lang.runtime",
                    "java.util",
                    "java.util.function",
                    "java.util.stream",
                    "org.invigil.rules..",
                    "org.jspecify.annotations")
            .because("rules have no framework, no database, no JSON, no files and no native libraries");

    @ArchTest
    static final ArchRule noClockAndNoChance = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(Random|Date|Calendar|Timer)")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random")
            .because(
                    "the same signals, times and policy give the same scores, today and when a session is scored again");

    @ArchTest
    static final ArchRule oneDirection = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("batch")
            .definedBy("org.invigil.rules.batch")
            .layer("score")
            .definedBy("org.invigil.rules.score")
            .layer("watch")
            .definedBy("org.invigil.rules.watch")
            .layer("incident")
            .definedBy("org.invigil.rules.incident")
            .layer("sight")
            .definedBy("org.invigil.rules.sight")
            .layer("policy")
            .definedBy("org.invigil.rules.policy")
            .layer("signal")
            .definedBy("org.invigil.rules.signal")
            .whereLayer("batch")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("watch")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("score")
            .mayOnlyBeAccessedByLayers("batch")
            .whereLayer("incident")
            .mayOnlyBeAccessedByLayers("score", "watch")
            .whereLayer("sight")
            .mayOnlyBeAccessedByLayers("score", "incident", "batch")
            .because("a frame becomes a score, and ten frames a row, in one direction");
}
