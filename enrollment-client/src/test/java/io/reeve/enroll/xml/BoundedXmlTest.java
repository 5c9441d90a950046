package io.reeve.enroll.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedXmlTest {
  private static XmlElement read(String document) throws XMLStreamException {
    return XmlElement.read(document.getBytes(StandardCharsets.UTF_8), 4 << 20, 64);
  }

  @Test
  void namesAreLocalAndFoundInAnyLetterCase() throws Exception {
    var root =
        read("<s:A x:n='1' o='2'><!-- c --><s:B>one</s:B><b> two <![CDATA[<3>]]></b><?p i?></s:A>");
    assertThat(root.name()).isEqualTo("A");
    assertThat(root.attributes()).containsEntry("n", "1").containsEntry("o", "2");
    assertThat(root.all("b")).hasSize(2);
    assertThat(root.child("B").orElseThrow().text()).isEqualTo("one");
    assertThat(root.all("b").skip(1).findFirst().orElseThrow().trimmed()).isEqualTo("two <3>");
    assertThat(root.find("none")).isEmpty();
    assertThat(root.at("b", "c")).isEmpty();
  }

  @Test
  void theFiveEntitiesAndCharacterReferencesAreText() throws Exception {
    assertThat(read("<a>&lt;&amp;&gt;&quot;&apos;&#65;&#x1F600;</a>").text())
        .isEqualTo("<&>\"'A\uD83D\uDE00");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "<!-- only a comment -->",
        "text",
        "<a>",
        "<a></b>",
        "<a/><b/>",
        "<a x='1' x='2'/>",
        "<a>&unknown;</a>",
        "<!DOCTYPE a><a/>",
        "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://127.0.0.1:1/'>%x;]><a/>",
        "<!DOCTYPE a [<!ENTITY l 'lol'><!ENTITY m '&l;&l;&l;'>]><a>&m;</a>",
        "<a>\u0001</a>",
        "<?xml version='1.0' encoding='no-such'?><a/>",
        "<?xml version='9.9'?><a/>"
      })
  void whatIsMalformedOrDeclaresAnythingIsRefused(String document) {
    assertThatThrownBy(() -> read(document)).isInstanceOf(XMLStreamException.class);
  }

  @ParameterizedTest
  @CsvSource({"64, true", "65, false", "200000, false"})
  void nestingIsBounded(int depth, boolean fits) {
    var document = "<a>".repeat(depth) + "</a>".repeat(depth);
    if (fits) {
      assertThatNoException().isThrownBy(() -> read(document));
    } else {
      assertThatThrownBy(() -> read(document)).hasMessageContaining("over 64 deep");
    }
  }

  @Test
  void sizeAndNumberOfElementsAreBounded() {
    assertThatThrownBy(() -> XmlElement.read(new byte[11], 10, 64))
        .hasMessageContaining("11 bytes is over the limit of 10");
    var many = "<a>" + "<b/>".repeat(BoundedXml.MOST_ELEMENTS) + "</a>";
    assertThatThrownBy(() -> read(many)).hasMessageContaining("elements");
  }

  @Test
  void anyByteMayBeWrongAndOnlyTheDeclaredExceptionComes() {
    var good =
        "<?xml version='1.0' encoding='UTF-8'?><s:A xmlns:s='u'><b c='d'>\u00e9&amp;<![CDATA[x]]></b></s:A>"
            .getBytes(StandardCharsets.UTF_8);
    var random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      var bytes = good.clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(XmlElement.read(bytes, 4 << 20, 64).name()).isNotNull();
      } catch (XMLStreamException _) {
        // the one declared way to fail
      }
    }
  }
}
