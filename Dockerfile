# The image of the invoicing job:
#   docker build -t billing-groups --build-arg VERSION=1.1.0 --build-arg COMMIT=$(git rev-parse --short HEAD) .
#   docker run --rm -v billing-data:/data --env-file database.env billing-groups status
FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /build
# Libraries and plugins first, by building next to nothing: changed sources download nothing.
COPY pom.xml ./
RUN mkdir -p src/main/java \
    && echo 'class Nothing { public static void main(String[] args) {} }' > src/main/java/Nothing.java \
    && mvn -q -B -Dmaven.test.skip -Dspotless.check.skip -Dassembly.skipAssembly package \
    && rm -rf src target
COPY src src
# Which commit this is, as the repository stays outside.
ARG COMMIT=unknown
RUN mvn -q -B -Dmaven.test.skip -Dspotless.check.skip -Dassembly.skipAssembly -Dcommit="$COMMIT" package \
    && java -Djarmode=tools -jar target/billing-groups.jar extract --layers --destination extracted

FROM eclipse-temurin:25-jre
# The folders of the launcher, which finds the program prepared. Data belong to the group of root, in which a user of
# any other number is.
RUN echo 'billing:x:10001:0:billing:/data:/usr/sbin/nologin' >> /etc/passwd \
    && mkdir -p /opt/billing-groups/target/start /data \
    && ln -s start/billing-groups.jar /opt/billing-groups/target/billing-groups.jar \
    && chown 10001:0 /data && chmod 770 /data
WORKDIR /opt/billing-groups
COPY jobs/billing jobs/
# What changes seldom first.
COPY --from=build /build/extracted/dependencies/ target/start/
COPY --from=build /build/extracted/application/ target/start/
COPY --from=build /build/target/classes/META-INF/sbom/application.cdx.json ./
ENV LC_ALL=C.UTF-8
# The archive of classes, made as the launcher makes it.
RUN jobs/billing --version && test -s target/start/*.archive
# A typo in the name of a variable must not bill into an empty database.
ENV BILLING_DATA_DIR=/data BILLING_DATABASE=external JAVA_OPTS=-XX:MaxRAMPercentage=50
USER 10001
VOLUME /data
ARG VERSION=unknown
ARG COMMIT=unknown
LABEL org.opencontainers.image.title="billing-groups" \
      org.opencontainers.image.description="Batch invoicing job: one consolidated invoice per billing group, and a ledger" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$COMMIT"
# The exec form, and the launcher becomes the program: that is process 1 and gets SIGTERM itself.
ENTRYPOINT ["/opt/billing-groups/jobs/billing"]
CMD ["--help"]
