package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PropertyListTest {
  private static String plist(String inside) {
    return "<?xml version=\"1.0\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\""
        + " \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">"
        + inside
        + "</plist>";
  }

  @Test
  void everyKindOfValueIsReadAndWrittenBack() throws IOException {
    var value = JsonNodeFactory.instance.objectNode();
    value.put("text", "a < b & \"c\"").put("number", 900).put("real", 1.5).put("yes", true);
    value.set("data", BinaryNode.valueOf(new byte[] {1, 2, 3}));
    value.putPOJO("date", Instant.parse("2024-05-01T08:00:00Z"));
    value.putArray("list").add("x").addObject().put("no", false);
    var text = PropertyList.text(value);
    assertThat(PropertyList.parse(text)).isEqualTo(value);
    assertThat(PropertyList.text(PropertyList.parse(text))).isEqualTo(text);
  }

  @Test
  void negativeNumbersAndEmptyContainersAreFine() throws IOException {
    assertThat(PropertyList.parse(plist("<array><integer>-2</integer><dict/><string/></array>")))
        .hasToString("[-2,{},\"\"]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not xml",
        "bplist00",
        "<plist><dict><string>no key</string></dict></plist>",
        "<plist><integer>many</integer></plist>",
        "<plist><date>yesterday</date></plist>",
        "<plist><data>***</data></plist>",
        "<plist><colour>red</colour></plist>",
        "<html/>",
        "<plist><dict><key>a</key></dict></plist>"
      })
  void whatIsNoPropertyListIsRefused(String text) {
    assertThatThrownBy(() -> PropertyList.parse(text)).isInstanceOf(IOException.class);
  }

  @Test
  void anEntityIsNotLookedUp() {
    var hostile =
        "<!DOCTYPE plist [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><plist><string>&x;</string></plist>";
    assertThatThrownBy(() -> PropertyList.parse(hostile)).isInstanceOf(IOException.class);
  }

  @Test
  void depthIsBounded() {
    var deep = plist("<array>".repeat(100) + "</array>".repeat(100));
    assertThatThrownBy(() -> PropertyList.parse(deep)).hasMessageContaining("64 levels");
  }

  @Test
  void aNullHasNoFormInAPropertyList() {
    var value = JsonNodeFactory.instance.objectNode().putNull("x");
    assertThatThrownBy(() -> PropertyList.text(value)).isInstanceOf(IllegalArgumentException.class);
  }
}
