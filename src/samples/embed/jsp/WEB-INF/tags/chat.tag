<%@ tag description="A chat with the models of a Runnel server." body-content="empty" pageEncoding="UTF-8" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="fn" uri="jakarta.tags.functions" %>
<%@ attribute name="server" required="true" description="Where Runnel is, without a slash at the end: /runnel, or https://runnel.example" %>
<%@ attribute name="id" description="With several chats on one page each needs its own" %>
<%@ attribute name="mode" description="panel, page or bubble; left out, panel" %>
<%@ attribute name="model" description="A model of the server; left out, the reader's or the server's choice" %>
<%@ attribute name="lang" description="zh or en; left out, the page's" %>
<%@ attribute name="theme" description="light or dark; left out, the page's" %>
<%-- pageScope: what was not given must not be found in the request or the session. --%>
<script type="module" src="${fn:escapeXml(pageScope.server)}/chat/runnel-chat.js"></script>
<runnel-chat
  <c:if test="${not empty pageScope.id}"> id="${fn:escapeXml(pageScope.id)}"</c:if>
  <c:if test="${not empty pageScope.mode}"> mode="${fn:escapeXml(pageScope.mode)}"</c:if>
  <c:if test="${not empty pageScope.model}"> model="${fn:escapeXml(pageScope.model)}"</c:if>
  <c:if test="${not empty pageScope.lang}"> lang="${fn:escapeXml(pageScope.lang)}"</c:if>
  <c:if test="${not empty pageScope.theme}"> theme="${fn:escapeXml(pageScope.theme)}"</c:if>
></runnel-chat>
