# --- the packages, in an environment of their own
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/charter
WORKDIR /src
# First what changes rarely: without the embedded server, which an image has no use for.
COPY docker/requirements.lock requirements.lock
RUN /opt/charter/bin/pip install --require-hashes --only-binary :all: -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY charter charter
COPY generator generator
COPY runtime runtime
RUN /opt/charter/bin/pip install --no-deps --no-build-isolation --no-index .

# --- what runs: the environment and the project folder
FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin charter \
    && install -d -o charter -g charter /app /app/.charter
ENV PATH=/opt/charter/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
COPY --from=build /opt/charter /opt/charter
WORKDIR /app
COPY alembic.ini model.yaml ./
COPY model model
COPY policies policies
COPY migrations migrations
COPY domain domain
COPY generated generated
USER charter
# Keys made in development; in production they are mounted and named by the settings.
VOLUME /app/.charter
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
ENTRYPOINT ["charter"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
