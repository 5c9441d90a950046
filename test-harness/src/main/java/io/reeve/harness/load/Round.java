package io.reeve.harness.load;

import java.util.Optional;

/// What a fleet of one size showed.
///
/// @param devices how many were enrolled
/// @param enrolments how many of them were new
/// @param enrolSeconds how long those took together
/// @param firstSeconds how long the first syncs of the new ones took together, with their settings
/// @param syncs how many were measured, without those first ones
/// @param failed how many syncs went wrong, of all
/// @param why what the first of those said
/// @param perSecond syncs in a second
/// @param p50 milliseconds that half of the syncs did not exceed
/// @param p99 milliseconds that ninety-nine of a hundred did not exceed
/// @param bytesIn to the service, for a sync, as they went through the socket
/// @param bytesOut from the service, likewise
/// @param labMillis processor time of the service for a sync
/// @param deviceMillis processor time of the device for a sync
/// @param heapMegabytes what fleet and service kept in memory together, after a collection
record Round(
    int devices,
    int enrolments,
    double enrolSeconds,
    double firstSeconds,
    long syncs,
    long failed,
    Optional<String> why,
    double perSecond,
    double p50,
    double p99,
    double bytesIn,
    double bytesOut,
    double labMillis,
    double deviceMillis,
    double heapMegabytes) {}
