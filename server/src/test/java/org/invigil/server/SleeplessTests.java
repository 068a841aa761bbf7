package org.invigil.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What holds for the tests themselves. */
@AnalyzeClasses(packages = "org.invigil", importOptions = ImportOption.OnlyIncludeTests.class)
class SleeplessTests {

    @ArchTest
    static final ArchRule noTestSleeps = noClasses()
            .should()
            .callMethodWhere(DescribedPredicate.describe("Thread.sleep or LockSupport.park", ArchitectureTests::sleeps))
            .because("a test that sleeps is slow or races: wait for what is to happen, or keep to a TestPace");
}
