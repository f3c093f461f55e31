# Runnel from this repository: docker build -t runnel .
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
# A build of nothing first: its dependencies, plugins and Payara Micro stay in the cache while sources change.
COPY .mvn .mvn
COPY pom.xml ./
RUN mvn -B -ntp -q -Dmaven.test.skip=true -Dspotless.check.skip=true prepare-package
COPY server-config/payara-micro server-config/payara-micro
COPY webapp webapp
COPY src/main src/main
RUN mvn -B -ntp -q -Dmaven.test.skip=true -Dspotless.check.skip=true package

FROM eclipse-temurin:17-jre
# By number: Kubernetes can then see that it is not root.
RUN groupadd --gid 10001 runnel && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /opt/runnel --shell /usr/sbin/nologin runnel
WORKDIR /opt/runnel
COPY server-config/docker/start server-config/docker/health ./
COPY --from=build /build/target/runnel.jar ./
USER 10001:10001
ENV PORT=5001
EXPOSE 5001
HEALTHCHECK --interval=30s --timeout=5s --start-period=90s --retries=3 CMD ["/opt/runnel/health"]
ENTRYPOINT ["/opt/runnel/start"]
