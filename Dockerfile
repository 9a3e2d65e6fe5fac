# The suite in an image: `docker build --target suite .` for a deployment that the settings name,
# `docker build .` with the sandboxes, which need no account.
FROM python:3.11-slim-bookworm AS suite

RUN useradd --create-home --uid 1000 datamonkey
WORKDIR /home/datamonkey
COPY requirements.txt .
RUN pip install --no-cache-dir --requirement requirements.txt
COPY --chown=datamonkey . .
RUN install --directory --owner=datamonkey reports
USER 1000
VOLUME /home/datamonkey/reports
ENTRYPOINT ["python", "-m", "support"]
CMD ["run", "--tags=@github"]

FROM suite AS sandbox

USER 0
RUN pip install --no-cache-dir --requirement requirements-sandbox.txt
USER 1000
