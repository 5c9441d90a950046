package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/// The package for Windows by its definition: what WiX makes of it needs Windows.
final class MsiTest {
  private static final Path FILES = Path.of("src/main/windows");
  private final Map<String, Element> actions = new TreeMap<>();
  private final Map<String, String> conditions = new TreeMap<>();
  private final List<Element> all = new ArrayList<>();

  @BeforeEach
  void read() throws IOException, ParserConfigurationException, SAXException {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    Document document = factory.newDocumentBuilder().parse(FILES.resolve("reeve.wxs").toFile());
    var nodes = document.getElementsByTagName("*");
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element element) {
        all.add(element);
        switch (element.getTagName()) {
          case "CustomAction" -> actions.put(element.getAttribute("Id"), element);
          case "Custom" ->
              conditions.put(element.getAttribute("Action"), element.getAttribute("Condition"));
          case String _ -> {}
        }
      }
    }
  }

  private Element the(String name) {
    return all.stream().filter(each -> each.getTagName().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void itIsForTheWholeMachineAndKnownByOneCodeForEver() {
    assertThat(the("Package").getAttribute("Scope")).isEqualTo("perMachine");
    assertThat(the("Package").getAttribute("UpgradeCode"))
        .isEqualTo("5B7A3C1E-0E0C-4F7B-9A52-6D1F2C7F8E41");
    assertThat(the("MajorUpgrade").getAttribute("DowngradeErrorMessage")).contains("newer");
  }

  @Test
  void theServiceIsRegisteredAsTheSystemAndItsFailureIsTheInstallations() {
    var register = actions.getOrDefault("Register", the("Package"));
    assertThat(register.getAttribute("ExeCommand"))
        .isEqualTo(
            "\"[INSTALLFOLDER]reeve.exe\" service install --program"
                + " \"[INSTALLFOLDER]reeved.exe\"");
    assertThat(register.getAttribute("Return")).isEqualTo("check");
    assertThat(actions.values())
        .allMatch(action -> action.getAttribute("Impersonate").equals("no"))
        .allMatch(action -> action.getAttribute("ExeCommand").startsWith("\"[INSTALLFOLDER]"));
    assertThat(the("ServiceControl").getAttribute("Stop")).isEqualTo("both");
  }

  @Test
  void onlyARemovalGivesTheMachineBackAndNoUpgrade() {
    for (var action : List.of("Release", "Unregister")) {
      assertThat(conditions.get(action))
          .contains("REMOVE=\"ALL\"")
          .contains("NOT UPGRADINGPRODUCTCODE");
    }
    assertThat(conditions.get("Release")).contains("NOT KEEPSETTINGS");
    assertThat(conditions.keySet()).isEqualTo(actions.keySet());
  }

  @Test
  void aRemovalThatCannotPutEverythingBackDoesNotHappen() {
    assertThat(actions.get("Release"))
        .isNotNull()
        .extracting(action -> action.getAttribute("Return"))
        .isEqualTo("check");
  }

  @Test
  void itIsBuiltOfTheImage() {
    var image = new Image(Path.of("/x/image"));
    assertThat(Msi.line(Path.of("wix"), image, "1.2~snapshot", FILES, Path.of("/to/reeve.msi")))
        .startsWith("wix", "build", "src/main/windows/reeve.wxs")
        .contains("Version=1.2", "Image=/x/image", "/to/reeve.msi");
  }
}
