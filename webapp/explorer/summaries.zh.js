/** The summaries of the operations in Chinese, by their ids; what is not here is shown in the document's English. */
export const summaries = {
  chat: '提问，并在生成的同时读取回答',
  chatByUrl: '用 URL 提问，供只能发 GET 的客户端使用',
  helloWorld: '标题和摘要，各自在自己的位置上生长',
  generate: '任意 JSON 或文本，在模型书写的同时读取',
  resume: '从中断处继续读取，或重新读取一个流',
  stop: '立即停止一个回答',
  models: '有哪些模型，哪些可用',
  metrics: '供 Prometheus 采集的指标',
  adminSnapshot: '管理员看到的内容，读取一次',
  adminEvents: '管理员看到的内容，随变化更新',
  health: '服务器是否正常',
};
