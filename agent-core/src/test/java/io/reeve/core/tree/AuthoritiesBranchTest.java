package io.reeve.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Branch.Request;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.policy.Authority;
import io.reeve.policy.Catalog;
import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AuthoritiesBranchTest {
  private static final String ROOT = "./Device/Vendor/Reeve/Authorities";
  private static final String LOCAL = ROOT + "/Local/Disowned";

  private final MemoryConfiguration configuration = new MemoryConfiguration();
  private final AuthoritiesBranch branch = new AuthoritiesBranch(configuration, Catalog.load());

  private static Request request(Verb verb, String uri, String data) {
    return new Request("1", verb, OmaUri.parse(uri), Optional.empty(), Optional.empty(), data);
  }

  private Reply ask(Verb verb, String uri, String data) {
    return branch.handle(List.of(request(verb, uri, data)), false).replies().getFirst();
  }

  private static String code(Reply reply) {
    return reply instanceof Reply.Refused refused ? refused.code().toString() : "200";
  }

  @Test
  void theServiceSaysWhoHasNoSayInWhatAndTakesItBack() {
    assertThat(code(ask(Verb.GET, LOCAL, ""))).isEqualTo("404");
    assertThat(code(ask(Verb.ADD, LOCAL, " firewall , device lock,"))).isEqualTo("200");
    assertThat(configuration.disownedBy(Authority.LOCAL))
        .isEqualTo(Set.of("firewall", "device lock"));
    assertThat(ask(Verb.GET, LOCAL, ""))
        .isEqualTo(new Reply.Leaf(Format.CHR, "device lock,firewall"));
    assertThat(code(ask(Verb.ADD, LOCAL, "updates"))).isEqualTo("418");
    assertThat(code(ask(Verb.REPLACE, LOCAL, "updates"))).isEqualTo("200");
    assertThat(configuration.disownedBy(Authority.LOCAL)).isEqualTo(Set.of("updates"));
    assertThat(code(ask(Verb.DELETE, LOCAL, ""))).isEqualTo("200");
    assertThat(code(ask(Verb.DELETE, LOCAL, ""))).isEqualTo("404");
    assertThat(configuration.disownedBy(Authority.LOCAL)).isEmpty();
  }

  @Test
  void theTreeBelowCanBeWalked() {
    assertThat(ask(Verb.GET, ROOT, ""))
        .isEqualTo(new Reply.Interior(List.of("Service", "Manager", "Local")));
    assertThat(ask(Verb.GET, ROOT + "/service", ""))
        .isEqualTo(new Reply.Interior(List.of("Disowned")));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /Root, 404",
    "GET, /Local/Owned, 404",
    "GET, /Local/Disowned/x, 404",
    "REPLACE, /Local, 405",
    "DELETE, '', 405",
    "EXEC, /Local/Disowned, 405",
  })
  void whatIsNoSuchNodeOrCommandIsRefused(Verb verb, String below, String code) {
    assertThat(code(ask(verb, ROOT + below, ""))).isEqualTo(code);
  }

  @Test
  void aWorkloadThatTheCatalogueDoesNotHaveIsRefusedWithTheNearest() {
    assertThat(ask(Verb.REPLACE, LOCAL, "updates,firewal"))
        .isEqualTo(
            new Reply.Refused(
                Code.BAD_REQUEST, "there is no workload 'firewal', did you mean 'firewall'?"));
    assertThat(configuration.disownedBy(Authority.LOCAL)).isEmpty();
    var number =
        new Request(
            "1",
            Verb.REPLACE,
            OmaUri.parse(LOCAL),
            Optional.of(Format.INT),
            Optional.empty(),
            "updates");
    assertThat(code(branch.handle(List.of(number), false).replies().getFirst())).isEqualTo("415");
  }

  @Test
  void anAtomicIsCheckedFirstAndUndoneWhole() {
    var good = request(Verb.REPLACE, LOCAL, "updates");
    var bad = request(Verb.REPLACE, ROOT + "/Manager/Disowned", "nonsense");
    assertThat(branch.check(List.of(good, bad)))
        .extracting(AuthoritiesBranchTest::code)
        .containsExactly("200", "400");
    assertThat(configuration.disownedBy(Authority.LOCAL)).isEmpty();

    assertThat(branch.handle(List.of(good, bad, good), true).replies())
        .extracting(AuthoritiesBranchTest::code)
        .containsExactly("216", "400", "215");
    assertThat(configuration.disownedBy(Authority.LOCAL)).isEmpty();

    var answer = branch.handle(List.of(good), true);
    assertThat(configuration.disownedBy(Authority.LOCAL)).isEqualTo(Set.of("updates"));
    assertThat(answer.undo().undo()).isTrue();
    assertThat(configuration.disownedBy(Authority.LOCAL)).isEmpty();
  }

  @Test
  void aPreviewIsExecutedAndItsResultRead() {
    var preview =
        new PreviewBranch(document -> {
          if (document.isEmpty()) {
            throw new io.reeve.policy.ProblemsException("the list", List.of("it is empty"));
          }
          return "{\"of\":\"" + document + "\"}";
        });
    var root = "./Device/Vendor/Reeve/Preview";
    assertThat(
            preview
                .handle(
                    List.of(
                        request(Verb.GET, root + "/Result", ""),
                        request(Verb.EXEC, root, ""),
                        request(Verb.EXEC, root, "x"),
                        request(Verb.GET, root + "/Result", ""),
                        request(Verb.GET, root, ""),
                        request(Verb.REPLACE, root, "x"),
                        request(Verb.DELETE, root + "/Result", ""),
                        request(Verb.GET, root + "/Other", "")),
                    false)
                .replies())
        .extracting(reply -> reply instanceof Reply.Leaf leaf ? leaf.data() : code(reply))
        .containsExactly("404", "400", "200", "{\"of\":\"x\"}", "200", "405", "405", "404");
  }
}
