package dev.runnel.web;

/** The words for a page that may not call. */
final class ForeignOrigin {

  static final String DETAIL =
      "Pages of this origin may not call this server. An administrator can list the origin in"
          + " RUNNEL_CORS_ORIGINS.";

  private ForeignOrigin() {}
}
