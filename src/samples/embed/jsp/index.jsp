<%@ page contentType="text/html;charset=UTF-8" pageEncoding="UTF-8" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="runnel" tagdir="/WEB-INF/tags" %>
<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Portal</title>
    <link rel="icon" href="data:,">
  </head>
  <body>
    <main>
      <h1>Portal</h1>
      <%-- What comes from the address, or from your database, may be anything: the tag escapes it. --%>
      <runnel:chat server="/runnel" model="${param.model}" theme="${param.theme}"/>
    </main>
  </body>
</html>
