/**
 * Schemas to begin with; the prompt of each is in the catalogues as `example.<name>.prompt`. All members
 * are required and no others allowed: so they also suit services that take only strict schemas.
 *
 * @type {Record<string, string>}
 */
export const exampleSchemas = {
  article: `{
  "type": "object",
  "properties": {
    "title": { "type": "string", "maxLength": 60 },
    "summary": { "type": "string" },
    "tags": { "type": "array", "items": { "type": "string" } },
    "sections": {
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "heading": { "type": "string" },
          "body": { "type": "string" }
        },
        "required": ["heading", "body"],
        "additionalProperties": false
      }
    },
    "reading_minutes": { "type": "number" }
  },
  "required": ["title", "summary", "tags", "sections", "reading_minutes"],
  "additionalProperties": false
}`,
  recipe: `{
  "type": "object",
  "properties": {
    "name": { "type": "string" },
    "servings": { "type": "integer" },
    "vegetarian": { "type": "boolean" },
    "ingredients": {
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "name": { "type": "string" },
          "amount": { "type": "number" },
          "unit": { "enum": ["g", "ml", "piece"] }
        },
        "required": ["name", "amount", "unit"],
        "additionalProperties": false
      }
    },
    "steps": { "type": "array", "items": { "type": "string" } }
  },
  "required": ["name", "servings", "vegetarian", "ingredients", "steps"],
  "additionalProperties": false
}`,
  order: `{
  "type": "object",
  "properties": {
    "customer": {
      "type": "object",
      "properties": {
        "name": { "type": "string" },
        "email": { "type": "string" }
      },
      "required": ["name", "email"],
      "additionalProperties": false
    },
    "lines": {
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "item": { "type": "string" },
          "quantity": { "type": "integer" },
          "price": { "type": "number" }
        },
        "required": ["item", "quantity", "price"],
        "additionalProperties": false
      }
    },
    "paid": { "type": "boolean" },
    "note": { "type": ["string", "null"] }
  },
  "required": ["customer", "lines", "paid", "note"],
  "additionalProperties": false
}`,
};
