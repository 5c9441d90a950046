package io.reeve.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Branch.Request;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.policy.Catalog;
import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ReadOnlySettingTest {
  private static final String STATE = "./Vendor/MSFT/DeviceStatus/SecureBootState";
  private final MemoryConfiguration configuration = new MemoryConfiguration();
  private final ConfigBranch branch = new ConfigBranch(configuration, Catalog.load());

  @ParameterizedTest
  @EnumSource(names = "GET", mode = EnumSource.Mode.EXCLUDE)
  void nothingButReadingIsAllowed(Verb verb) {
    assertThat(reply(verb))
        .isInstanceOfSatisfying(
            Reply.Refused.class, refused -> assertThat(refused.code()).isEqualTo(Code.NOT_ALLOWED));
    assertThat(configuration.passes).isEmpty();
  }

  @Test
  void readingTellsWhatIsSeen() {
    configuration.service.put(
        OmaUri.parse("./Device/Vendor/MSFT/DeviceStatus/SecureBootState"), Value.of(1));
    assertThat(reply(Verb.GET)).isEqualTo(new Reply.Leaf(Format.INT, "1"));
  }

  private Reply reply(Verb verb) {
    var uri = OmaUri.parse(STATE);
    var request = new Request("1", verb, uri, Optional.of(Format.INT), Optional.empty(), "1");
    return branch.handle(List.of(request), false).replies().getFirst();
  }
}
