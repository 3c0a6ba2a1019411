"""Talks to the sandbox with boto3, which parses every answer against AWS's own models. Prints what it saw as JSON."""
import hashlib
import json
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError


def code(call, **kwargs):
    try:
        call(**kwargs)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "no error"


seen = {}
sts = boto3.client("sts")
seen["account"] = sts.get_caller_identity()["Account"]
role = sts.assume_role(RoleArn="arn:aws:iam::222222222222:role/a", RoleSessionName="probe")
keys = role["Credentials"]
other = boto3.client(
    "sts",
    aws_access_key_id=keys["AccessKeyId"],
    aws_secret_access_key=keys["SecretAccessKey"],
    aws_session_token=keys["SessionToken"],
)
seen["role"] = other.get_caller_identity()["Arn"]

s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
s3.create_bucket(Bucket="probe")
key = "a b/ü+~.txt"
s3.put_object(Bucket="probe", Key=key, Body=b"abc", Metadata={"stage": "dev"})
got = s3.get_object(Bucket="probe", Key=key)
seen["object"] = [got["Body"].read().decode(), got["Metadata"], got["ChecksumCRC32"] != ""]
seen["keys"] = [item["Key"] for item in s3.list_objects_v2(Bucket="probe")["Contents"]]
url = s3.generate_presigned_url("get_object", Params={"Bucket": "probe", "Key": key})
seen["presigned"] = urllib.request.urlopen(url).read().decode()
seen["once"] = code(s3.put_object, Bucket="probe", Key=key, Body=b"", IfNoneMatch="*")
seen["no key"] = code(s3.get_object, Bucket="probe", Key="none")
seen["no bucket"] = code(s3.list_objects_v2, Bucket="nowhere")

ecr = boto3.client("ecr")
ecr.create_repository(repositoryName="probe", imageTagMutability="IMMUTABLE")
layer = b"layer"
digest = "sha256:" + hashlib.sha256(layer).hexdigest()
upload = ecr.initiate_layer_upload(repositoryName="probe")["uploadId"]
ecr.upload_layer_part(
    repositoryName="probe", uploadId=upload, partFirstByte=0, partLastByte=4, layerPartBlob=layer
)
ecr.complete_layer_upload(repositoryName="probe", uploadId=upload, layerDigests=[digest])
descriptor = {"mediaType": "application/octet-stream", "digest": digest, "size": len(layer)}
media_type = "application/vnd.oci.image.manifest.v1+json"
manifest = json.dumps(
    {"schemaVersion": 2, "mediaType": media_type, "config": descriptor, "layers": [descriptor]}
)
ecr.put_image(repositoryName="probe", imageManifest=manifest, imageTag="v1")
seen["again"] = code(ecr.put_image, repositoryName="probe", imageManifest=manifest, imageTag="v1")
seen["tags"] = ecr.describe_images(repositoryName="probe")["imageDetails"][0]["imageTags"]
seen["no repository"] = code(ecr.list_images, repositoryName="nowhere")
token = ecr.get_authorization_token()["authorizationData"][0]
seen["token"] = token["expiresAt"].year > 2000

cloudwatch = boto3.client("cloudwatch")
cloudwatch.put_metric_data(Namespace="Probe", MetricData=[{"MetricName": "m", "Value": 1.5}])
seen["alarms"] = cloudwatch.describe_alarms()["MetricAlarms"]
print(json.dumps(seen))
