"""Models over the tables that `peer_data` creates."""

from django.db import models


class Org(models.Model):
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)

    class Meta:
        managed = False
        db_table = "org"

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    no = models.CharField(max_length=20)
    name = models.CharField(max_length=40)
    gender = models.CharField(max_length=2)
    birth = models.DateField()
    joined = models.DateField()
    org = models.ForeignKey(Org, models.PROTECT)
    status = models.CharField(max_length=10)
    edu = models.CharField(max_length=10)
    phone = models.CharField(max_length=20)
    post = models.CharField(max_length=40)

    class Meta:
        managed = False
        db_table = "member"
