package dev.runnel.model.openai;

import dev.runnel.config.OpenAiSettings;
import dev.runnel.config.ProviderSettings;
import dev.runnel.json.JsonObjectBuilder;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonBoolean;
import dev.runnel.json.JsonValue.JsonNumber;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.model.CompletionRequest;
import dev.runnel.model.Message;
import dev.runnel.model.Model;
import dev.runnel.model.ModelCall;
import dev.runnel.model.ModelClient;
import dev.runnel.model.ModelListener;
import dev.runnel.model.http.Credentials;
import dev.runnel.model.http.ProviderHttp;
import dev.runnel.model.http.ProviderRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * The way to Ark and to OpenAI-compatible services. They keep no conversation: all messages are
 * sent each time. A {@code response_format}, which not every model has, is sent only for a schema:
 * a prompt that wants just any JSON says so. Each completion has an idempotency key of its own, the
 * same at every try; services that do not know the header ignore it.
 */
@Singleton
public final class OpenAiClient implements ModelClient {

  /** The models that are listed without their settings too. */
  private static final List<Model> UNCONFIGURED =
      List.of(
          new Model("ark", "ark", false, "Set ARK_API_KEY."),
          new Model(
              "openai",
              "openai",
              false,
              "Set OPENAI_MODEL, and OPENAI_API_KEY or, for a service without keys,"
                  + " OPENAI_BASE_URL."));

  private final ProviderHttp http;
  private final List<OpenAiSettings> services;

  /** The way to the configured models. */
  @Inject
  public OpenAiClient(ProviderHttp http, ProviderSettings settings) {
    this.http = http;
    this.services = settings.openAi();
  }

  @Override
  public List<Model> models() {
    List<Model> models = new ArrayList<>();
    for (Model model : UNCONFIGURED) {
      if (services.stream().noneMatch(service -> service.id().equals(model.id()))) {
        models.add(model);
      }
    }
    services.forEach(service -> models.add(new Model(service.id(), service.provider(), true, "")));
    return List.copyOf(models);
  }

  @Override
  public ModelCall start(CompletionRequest request, ModelListener listener) {
    OpenAiSettings service =
        services.stream()
            .filter(candidate -> candidate.id().equals(request.model()))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("no model has the id " + request.model()));
    return http.exchange(
        new ProviderRequest(
            service.id(),
            URI.create(service.base() + "/chat/completions"),
            Credentials.of(service.key()),
            body(service, request).toJson(),
            UUID.randomUUID().toString(),
            OpenAiReader::new),
        listener);
  }

  private static JsonObject body(OpenAiSettings service, CompletionRequest request) {
    ResponseFormat format = ResponseFormat.of(request.output(), service);
    List<Message> messages =
        format.tellsSchema() ? request.messages() : request.messagesWithSchema();
    Map<String, JsonValue> body = new LinkedHashMap<>();
    body.put("model", new JsonString(service.model()));
    body.put(
        "messages",
        new JsonArray(messages.stream().<JsonValue>map(OpenAiClient::message).toList()));
    body.put("stream", new JsonBoolean(true));
    body.put("stream_options", streamOptions(service));
    if (request.temperature() != null) {
      body.put(
          "temperature", new JsonNumber(BigDecimal.valueOf(request.temperature()).toPlainString()));
    }
    if (format.json() != null) {
      body.put("response_format", format.json());
    }
    return new JsonObject(body);
  }

  /**
   * The tokens are asked for, from Ark with every chunk: what an answer has cost is then known when
   * it is stopped. OpenAI refuses members that it does not know.
   */
  private static JsonObject streamOptions(OpenAiSettings service) {
    JsonObjectBuilder options = new JsonObjectBuilder().put("include_usage", true);
    if (service.ark()) {
      options.put("chunk_include_usage", true);
    }
    return options.build();
  }

  private static JsonObject message(Message message) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put("role", new JsonString(message.role().name().toLowerCase(Locale.ROOT)));
    members.put("content", new JsonString(message.content()));
    return new JsonObject(members);
  }
}
