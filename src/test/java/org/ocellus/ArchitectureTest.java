package org.ocellus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of the house: they point one way only. */
class ArchitectureTest {
  private static final JavaClasses LIBRARY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.ocellus");

  @Test
  void eachPackageUsesOnlyThoseBelowIt() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("façade")
        .definedBy("org.ocellus")
        .layer("duplicates")
        .definedBy("org.ocellus.duplicates")
        .layer("ingest")
        .definedBy("org.ocellus.ingest")
        .layer("language")
        .definedBy("org.ocellus.query.language")
        .layer("query")
        .definedBy("org.ocellus.query")
        .layer("index")
        .definedBy("org.ocellus.index")
        .layer("model")
        .definedBy("org.ocellus.model")
        .layer("image")
        .definedBy("org.ocellus.image")
        .layer("metadata")
        .definedBy("org.ocellus.metadata")
        .whereLayer("façade")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("duplicates")
        .mayOnlyBeAccessedByLayers("façade")
        .whereLayer("ingest")
        .mayOnlyBeAccessedByLayers("façade", "duplicates")
        .whereLayer("language")
        .mayOnlyBeAccessedByLayers("façade")
        .whereLayer("query")
        .mayOnlyBeAccessedByLayers("façade", "duplicates", "ingest", "language")
        .whereLayer("index")
        .mayOnlyBeAccessedByLayers("façade", "duplicates", "ingest", "query", "language")
        .whereLayer("model")
        .mayOnlyBeAccessedByLayers("façade", "duplicates", "ingest", "query", "language", "index")
        .whereLayer("image")
        .mayNotAccessAnyLayer()
        .whereLayer("metadata")
        .mayNotAccessAnyLayer()
        .check(LIBRARY);
  }

  @Test
  void packagesFormNoCircle() {
    slices().matching("org.ocellus.(*)..").should().beFreeOfCycles().check(LIBRARY);
  }

  @Test
  void picturesAndNetworksKnowNothingOfLucene() {
    noClasses()
        .that()
        .resideInAnyPackage("org.ocellus.image", "org.ocellus.metadata", "org.ocellus.model")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.lucene..")
        .check(LIBRARY);
  }

  @Test
  void nativeLibrariesStayInTheirPackages() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.ocellus.image")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco..")
        .check(LIBRARY);
    noClasses()
        .that()
        .resideOutsideOfPackage("org.ocellus.model")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.onnxruntime..", "ai.djl..")
        .check(LIBRARY);
  }

  @Test
  void nothingIsCalledUtilHelperOrManager() {
    classes().should().haveNameNotMatching(".*(Util|Utils|Helper|Manager)").check(LIBRARY);
  }
}
