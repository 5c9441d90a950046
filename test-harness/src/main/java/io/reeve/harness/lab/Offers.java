package io.reeve.harness.lab;

import io.reeve.enroll.xml.XmlElement;
import io.reeve.harness.lab.LabViews.Offer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;

/// What devices can be asked to do, as they answer when these nodes are read. A device that has no
/// such node leaves the question open.
final class Offers {
  /// The parts of its tree, in the XML of `CSPVersions`.
  static final String PARTS = "./Device/Vendor/MSFT/DeviceManageability/Capabilities/CSPVersions";

  /// Reeve's own actions, by name.
  static final String ACTIONS = "./Device/Vendor/Reeve/Actions";

  /// Whether a destructive action needs a second person's approval.
  static final String APPROVAL = "./Device/Vendor/Reeve/Guard/NeedsApproval";

  /// For how many seconds a destructive action is held back.
  static final String HOLD = "./Device/Vendor/Reeve/Guard/HoldSeconds";

  /// What to read to learn it all.
  static final List<String> QUESTIONS = List.of(PARTS, ACTIONS, APPROVAL, HOLD);

  private static final int MOST = 1000;
  private static final int LONGEST = 300;
  private static final int MAX_BYTES = 1024 * 1024;
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final Reports reports;

  Offers(Reports reports) {
    this.reports = reports;
  }

  /// Keeps the answer, if it is one to these questions.
  void answered(String device, String uri, String value) {
    question(uri).ifPresent(which -> reports.offer(device, which, value));
  }

  /// Notes that the device has no such node.
  void missing(String device, String uri) {
    question(uri).ifPresent(which -> reports.noOffer(device, which));
  }

  private static Optional<String> question(String uri) {
    return QUESTIONS.stream()
        .filter(question -> question.equalsIgnoreCase(uri))
        .map(question -> question.toLowerCase(Locale.ROOT))
        .findFirst();
  }

  private Optional<String> answer(String device, String question) {
    return reports.offer(device, question.toLowerCase(Locale.ROOT));
  }

  /// What the device has answered; empty when it does not tell the parts of its tree.
  Optional<Offer> of(String device) {
    return answer(device, PARTS).map(parts -> offer(device, parts));
  }

  private Offer offer(String device, String parts) {
    var nodes = new ArrayList<String>();
    nodes(parts).filter(node -> !node.equalsIgnoreCase(ACTIONS)).forEach(nodes::add);
    answer(device, ACTIONS).stream()
        .flatMap(names -> Stream.of(names.split("/", MOST)))
        .filter(name -> NAME.matcher(name).matches())
        .forEach(name -> nodes.add(ACTIONS + "/" + name));
    return new Offer(
        nodes,
        answer(device, APPROVAL).filter("true"::equalsIgnoreCase).isPresent(),
        answer(device, HOLD).filter(SECONDS.asMatchPredicate()).map(Integer::valueOf).orElse(0),
        reports.offered(device).orElseThrow());
  }

  private static Stream<String> nodes(String xml) {
    try {
      return XmlElement.read(xml.getBytes(StandardCharsets.UTF_8), MAX_BYTES, 8)
          .all("CSP")
          .map(part -> part.attributes().getOrDefault("Node", ""))
          .filter(node -> node.startsWith("./") && node.length() <= LONGEST)
          .limit(MOST);
    } catch (XMLStreamException _) {
      return Stream.empty(); // it names no part that could be understood
    }
  }
}
