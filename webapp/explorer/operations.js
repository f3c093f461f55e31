/**
 * @typedef {object} Parameter
 * @property {string} name
 * @property {'path'|'query'|'header'} in
 * @property {boolean} required
 * @property {string} description
 * @property {string} example empty when the document gives none
 *
 * @typedef {object} Operation
 * @property {string} id
 * @property {string} method
 * @property {string} path below the page's folder, its parameters in braces, without a first slash
 * @property {string} tag
 * @property {string} summary
 * @property {string} description
 * @property {Parameter[]} parameters
 * @property {string|undefined} body an example of the body; undefined when none is sent
 * @property {{status: string, description: string}[]} responses
 */

/** In the order in which the operations of a path are listed. */
const METHODS = ['post', 'get', 'put', 'patch', 'delete'];

/**
 * What can be asked of the application whose page this is, in the order of the document.
 *
 * A server writes the paths of several applications into one document, with their context roots in front, or
 * those of one without: of paths that begin with the page's folder only those are ours, else all are.
 *
 * @param {any} document OpenAPI 3
 * @param {string} folder the path of the page's folder, such as `/` or `/runnel/`
 * @returns {Operation[]}
 */
export function operationsOf(document, folder) {
  const paths = Object.entries(document.paths ?? {});
  const own = paths.filter(([path]) => path.startsWith(folder));
  const [listed, prefix] = own.length > 0 ? [own, folder.length] : [paths, 1];
  const operations = listed.flatMap(([path, item]) =>
    METHODS.filter((method) => method in item).map((method) =>
      operation(document, method, path.slice(prefix), item),
    ),
  );
  const order = (document.tags ?? []).map(({ name }) => name);
  const rank = ({ tag }) => (order.includes(tag) ? order.indexOf(tag) : order.length);
  return operations.sort((a, b) => rank(a) - rank(b));
}

function operation(document, method, path, item) {
  const { operationId, tags = [], summary = '', description = '', ...rest } = item[method];
  const parameters = [...(item.parameters ?? []), ...(rest.parameters ?? [])];
  return {
    id: operationId ?? `${method} ${path}`,
    method: method.toUpperCase(),
    path,
    tag: tags[0] ?? '',
    summary,
    description: description.trim(),
    parameters: parameters.map((each) => parameter(resolve(document, each))),
    body: bodyOf(resolve(document, rest.requestBody)),
    responses: Object.entries(rest.responses ?? {}).map(([status, response]) => ({
      status,
      description: resolve(document, response).description ?? '',
    })),
  };
}

function parameter({ name, in: place, required = false, description = '', example = '' }) {
  return { name, in: place, required, description: description.trim(), example: String(example) };
}

function bodyOf(requestBody) {
  const media = requestBody?.content?.['application/json'];
  return media && JSON.stringify(media.example ?? {}, null, 2);
}

/** What a reference into the document names; anything else is itself. */
function resolve(document, node) {
  if (typeof node?.$ref !== 'string') return node;
  return node.$ref
    .slice(2)
    .split('/')
    .reduce((at, token) => at?.[token.replaceAll('~1', '/').replaceAll('~0', '~')], document);
}

/**
 * The names of required parameters that have no value.
 *
 * @param {Operation} operation
 * @param {Record<string, string>} values by parameter
 */
export function missing({ parameters }, values) {
  return parameters.filter(({ name, required }) => required && !values[name]).map(({ name }) => name);
}

/**
 * What is sent for an operation. A parameter without a value is left out.
 *
 * @param {Operation} operation
 * @param {Record<string, string>} values by parameter
 * @param {string} body
 * @returns {{url: string, init: {method: string, headers: Record<string, string>, body?: string}}}
 */
export function requestOf({ method, path, parameters, body: sendsBody }, values, body) {
  const query = new URLSearchParams();
  const headers = {};
  let url = path;
  for (const { name, in: place } of parameters) {
    const value = values[name];
    if (!value) continue;
    if (place === 'path') url = url.replace(`{${name}}`, encodeURIComponent(value));
    else if (place === 'query') query.append(name, value);
    else headers[name] = value;
  }
  if (`${query}` !== '') url += `?${query}`;
  if (sendsBody === undefined) return { url, init: { method, headers } };
  headers['Content-Type'] = 'application/json';
  return { url, init: { method, headers, body } };
}

/**
 * The same request for a shell.
 *
 * @param {string} base the URL of the page's folder
 */
export function curlOf({ url, init: { method, headers, body } }, base) {
  const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
  const parts = ['curl -N', ...(method === 'GET' ? [] : [`-X ${method}`]), quoted(new URL(url, base).href)];
  for (const [name, value] of Object.entries(headers)) parts.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (body !== undefined) parts.push(`-d ${quoted(body)}`);
  return parts.join(' ');
}
