package dev.runnel.web.conversations;

import dev.runnel.conversation.Conversations;
import dev.runnel.conversation.Titles;
import dev.runnel.json.JsonValue;
import dev.runnel.web.Caller;
import dev.runnel.web.Locality;
import dev.runnel.web.Origins;
import dev.runnel.web.ProblemException;
import dev.runnel.web.RequestBody;
import dev.runnel.web.StateChange;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Conversations: listed, read, renamed, deleted. Without accounts an id, which cannot be guessed,
 * is the permission, and only local callers, who are one owner, have a list.
 */
@Path("conversations")
@Dependent
public class ConversationsResource {

  @Inject Conversations conversations;
  @Inject Origins origins;

  /** For the container, which sets the fields. */
  @SuppressWarnings("NullAway.Init")
  public ConversationsResource() {}

  /** The caller's, the one last updated first. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public Response list(@Context HttpServletRequest request) {
    if (!Locality.isLocal(request)) {
      throw ProblemException.forbidden(
          "Without accounts the server does not know whose a conversation is: it lists them only"
              + " for callers on its own machine, without a proxy between, by a loopback name. Who"
              + " has a conversation's id may read it.");
    }
    if (!origins.mayList(request)) {
      throw ProblemException.forbidden(
          "Pages of this origin may not list conversations. An administrator can name the origin"
              + " in RUNNEL_CORS_ORIGINS; '*' is not enough for this.");
    }
    return json(ConversationJson.list(conversations.ownedBy(Caller.owner(request))));
  }

  /** What was said in one, and what is being written in it. */
  @GET
  @Path("{id}")
  @Produces(MediaType.APPLICATION_JSON)
  public Response read(@PathParam("id") String id) {
    return json(
        conversations
            .read(id)
            .map(ConversationJson::view)
            .orElseThrow(ConversationsResource::unknown));
  }

  /** Gives one another title. */
  @PATCH
  @Path("{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @StateChange
  public Response rename(
      @PathParam("id") String id, InputStream body, @Context HttpServletRequest request)
      throws IOException {
    String title = title(RequestBody.read(body, request));
    return json(
        conversations
            .rename(id, title)
            .map(about -> ConversationJson.summary(about).build())
            .orElseThrow(ConversationsResource::unknown));
  }

  /** Forgets one, and stops what is being written in it. */
  @DELETE
  @Path("{id}")
  @StateChange
  public Response delete(@PathParam("id") String id) {
    if (!conversations.delete(id)) {
      throw unknown();
    }
    return Response.noContent().build();
  }

  private static String title(RequestBody members) {
    String given = members.optionalText("title");
    String title = given == null ? "" : Titles.line(given);
    if (title.isEmpty() || title.length() > Titles.MAX_CHARS) {
      throw ProblemException.badRequest(
          "'title' must be a string of 1 to "
              + Titles.MAX_CHARS
              + " characters, not only blanks; this one has "
              + title.length()
              + ".");
    }
    return title;
  }

  private static ProblemException unknown() {
    return ProblemException.notFound("There is no conversation of this id.");
  }

  /** In bytes: not every server writes a string in UTF-8. */
  private static Response json(JsonValue value) {
    return Response.ok(value.toJson().getBytes(StandardCharsets.UTF_8))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
