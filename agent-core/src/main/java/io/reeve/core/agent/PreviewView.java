package io.reeve.core.agent;

import io.reeve.core.local.WishViews;
import io.reeve.core.reconcile.Preview;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.util.Locale;

/// A preview as people and scripts see it.
final class PreviewView {
  private PreviewView() {}

  static WishViews.Preview of(String authority, Preview preview) {
    return new WishViews.Preview(
        authority,
        preview.settings().stream().map(PreviewView::setting).toList(),
        preview.places().stream().map(PreviewView::place).toList(),
        preview.files().stream().map(PreviewView::file).toList(),
        preview.effects(),
        preview.notes());
  }

  private static WishViews.PreviewSetting setting(Preview.Setting setting) {
    boolean changes = setting.state() == Preview.State.CHANGES;
    var row = setting.match().setting();
    return new WishViews.PreviewSetting(
        setting.match().uri().toString(),
        row.id(),
        setting.value().map(Value::wire),
        word(setting.state()),
        setting.detail(),
        changes && row.cutsNetwork(),
        changes && row.reboot());
  }

  private static WishViews.PreviewPlace place(Preview.Place place) {
    return new WishViews.PreviewPlace(
        place.address().toString(),
        place.address().words(),
        place.settings().stream().map(OmaUri::toString).toList(),
        word(place.change()),
        place.before(),
        place.after(),
        place.detail());
  }

  private static WishViews.PreviewFile file(Preview.FileChange file) {
    return new WishViews.PreviewFile(
        file.file().toString(), word(file.fate()), file.attributes(), file.diff(), file.note());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
