"""The members in Django's admin."""

from django.contrib import admin

from benchmarks.peers.people.models import Member


@admin.register(Member)
class MemberAdmin(admin.ModelAdmin):
    list_display = ("id", "no", "name", "gender", "birth", "joined", "org", "status", "post")
    list_display_links = ("name",)
    list_per_page = 50
    search_fields = ("name", "no")
    list_filter = ("status", "gender", "org")
    list_select_related = ("org",)
    ordering = ("-id",)
