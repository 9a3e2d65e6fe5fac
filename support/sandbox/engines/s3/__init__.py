"""Amazon S3: the server of `moto` behind a check of the access key, which moto itself lacks."""
