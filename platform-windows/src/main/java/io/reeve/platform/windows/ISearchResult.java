package io.reeve.platform.windows;

import io.reeve.core.spi.OsException;

/// What a search found.
@ComObject.Iid("d40cff62-e08c-4498-941a-01e25f0fd33c")
interface ISearchResult extends ComObject {
  @Slot(9)
  void get_Updates(long[] updates) throws OsException;
}
