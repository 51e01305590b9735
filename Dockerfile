# The image of the invoicing job. It runs as an ordinary user, so that the embedded PostgreSQL may be used as well:
#   docker build -t billing-groups .
#   docker run --rm -v billing-data:/data billing-groups status
FROM maven:3-eclipse-temurin-21 AS build
WORKDIR /build
COPY pom.xml ./
COPY src src
# Which commit this is, as the repository stays outside: docker build --build-arg COMMIT=$(git rev-parse --short HEAD)
ARG COMMIT=unknown
RUN mvn -q -B -DskipTests -Dcommit="$COMMIT" package \
    && java -Djarmode=tools -jar target/billing-groups.jar extract --layers --destination extracted

FROM eclipse-temurin:21-jre
RUN useradd --uid 10001 --create-home billing && mkdir /data && chown billing: /data && chmod 700 /data
USER 10001
WORKDIR /app
COPY --from=build /build/extracted/dependencies/ ./
COPY --from=build /build/extracted/spring-boot-loader/ ./
COPY --from=build /build/extracted/snapshot-dependencies/ ./
COPY --from=build /build/extracted/application/ ./
ENV BILLING_DATA_DIR=/data
VOLUME /data
# The exec form: the JVM is process 1 and gets SIGTERM itself.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-jar", "billing-groups.jar"]
CMD ["--help"]
