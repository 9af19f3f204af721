"""Photos are dropped, pasted and chosen in a real browser, on a wide page and on a phone."""

import base64
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from partyhub import database
from partyhub.accounts import operations
from partyhub.app import create_app
from partyhub.attachments.queries import find_attachments_of
from partyhub.database import db, writing
from partyhub.migrations import upgrade
from partyhub.roles import Role
from tests import factories
from tests.attachments import files
from tests.instances import prepare
from tests.serving import signed_in

pytestmark = pytest.mark.slow
# Milliseconds that a busy machine may take for a photo.
WAIT = 60_000
PICTURES = Path(__file__).parents[2] / "build" / "attachments"
# Makes what a browser hands over with an event: files, and how they come.
TRANSFER = """(named) => {
  const held = new DataTransfer();
  for (const [name, type, body] of named) {
    const bytes = Uint8Array.from(atob(body), (each) => each.charCodeAt(0));
    held.items.add(new File([bytes], name, { type }));
  }
  return held;
}"""
PASTE = """(held) => document.dispatchEvent(
  new ClipboardEvent("paste", { clipboardData: held, bubbles: true, cancelable: true }))"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Page, int]]:
    app = create_app(prepare(tmp_path_factory.mktemp("house")), {"TODAY": date(2023, 6, 30)})
    upgrade(app)
    with app.app_context(), writing():
        root = factories.committee()
        _, password = operations.create_user(
            "secretary", "沈立群", Role.COMMITTEE_SECRETARY, root.id, must_change=False
        )
        activity_id = factories.make_activity(title="六月主题党日").id
        db.session.commit()
        db.session.remove()
    with signed_in(app, "secretary", password) as page:
        yield app, page, activity_id


@pytest.fixture
def page(house: tuple[Flask, Page, int]) -> Page:
    _, page, activity_id = house
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"/activities/{activity_id}")
    return page


def transfer(page: Page, *named: tuple[str, str, bytes]) -> Any:
    coded = [(name, kind, base64.b64encode(body).decode()) for name, kind, body in named]
    return page.evaluate_handle(TRANSFER, coded)


def names(page: Page) -> Any:
    return page.locator("#attachments .name")


def shade(number: int) -> bytes:
    """A photo that no other test sends."""
    return files.photo(files.picture((400, 300), color=(number, 90, 90)))


def stored(house: tuple[Flask, Page, int]) -> list[str]:
    app, _, activity_id = house
    with app.app_context(), database.reading():
        return [each.name for each in find_attachments_of("activities", activity_id)]


def test_files_are_dropped_and_each_refused_one_is_named(
    page: Page, house: tuple[Flask, Page, int]
) -> None:
    before = len(stored(house))
    held = transfer(
        page,
        ("合影.jpg", "image/jpeg", shade(10)),
        ("清单.exe", "application/pdf", b"MZ no document"),
        ("会议记录.pdf", "application/pdf", files.PDF),
    )
    page.dispatch_event("[data-drop]", "dragover", {"dataTransfer": held})
    expect(page.locator("[data-drop]")).to_have_class("drop no-print over", timeout=WAIT)
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": held})
    expect(page.locator("[data-said]")).to_have_text("已添加附件： 2", timeout=WAIT)
    expect(names(page)).to_have_count(before + 2, timeout=WAIT)
    expect(page.locator("[data-refusals] li")).to_have_count(1, timeout=WAIT)
    expect(page.locator("[data-refusals] li")).to_contain_text("清单.exe", timeout=WAIT)
    expect(page.locator("[data-refusals] li")).to_contain_text("建议用 PDF", timeout=WAIT)
    assert stored(house)[before:] == ["合影.jpg", "会议记录.pdf"]
    image = page.locator("#attachments a", has_text="合影.jpg").locator("img")
    image.scroll_into_view_if_needed()
    assert image.evaluate("async (image) => (await image.decode(), image.naturalWidth)") == 320


def test_a_picture_is_pasted(page: Page, house: tuple[Flask, Page, int]) -> None:
    before = stored(house)
    picture = files.photo(files.picture((50, 40), color=(20, 90, 90)), kind="PNG")
    page.evaluate(PASTE, transfer(page, ("image.png", "image/png", picture)))
    expect(names(page)).to_have_count(len(before) + 1, timeout=WAIT)
    assert stored(house)[-1].startswith("粘贴的图片 ")


def test_several_files_are_chosen_on_a_phone(page: Page, house: tuple[Flask, Page, int]) -> None:
    before = stored(house)
    page.set_viewport_size({"width": 375, "height": 800})
    long_name = "关于开展主题党日活动情况的报告及现场照片" * 3
    chosen: Any = [
        {"name": f"{long_name}.jpg", "mimeType": "image/jpeg", "buffer": shade(30)},
        {"name": "IMG_0001.HEIC", "mimeType": "image/heic", "buffer": files.HEIC},
    ]
    page.locator("#attached-files").set_input_files(chosen)
    expect(names(page)).to_have_count(len(before) + 2, timeout=WAIT)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.locator("#attachments").screenshot(path=PICTURES / "375.png")
    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.screenshot(path=PICTURES / "1280.png", full_page=True)


def test_the_camera_is_offered_where_there_is_one(page: Page) -> None:
    camera = page.locator("#attached-photo")
    assert camera.get_attribute("capture") == "environment"
    assert not camera.is_visible()
    phone = page.context.browser
    assert phone is not None
    context = phone.new_context(
        base_url=page.url.partition("/activities")[0],
        has_touch=True,
        is_mobile=True,
        viewport={"width": 375, "height": 800},
        storage_state=page.context.storage_state(),
    )
    other = context.new_page()
    other.goto(page.url)
    assert other.locator("#attached-photo").is_visible()
    assert other.evaluate("document.documentElement.scrollWidth") <= 375
    other.locator("#attachments").screenshot(path=PICTURES / "phone.png")
    context.close()


def test_it_works_without_a_script(page: Page, house: tuple[Flask, Page, int]) -> None:
    before = stored(house)
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(
        base_url=page.url.partition("/activities")[0],
        java_script_enabled=False,
        storage_state=page.context.storage_state(),
    )
    plain = context.new_page()
    plain.goto(page.url)
    sent: Any = {"name": "通知.ofd", "mimeType": "application/ofd", "buffer": files.OFD}
    plain.locator("#attached-files").set_input_files(sent)
    plain.locator("#attachments").get_by_role("button", name="添加").click()
    expect(plain.locator(".notice")).to_contain_text("已添加 1 个附件", timeout=WAIT)
    plain.locator("#attached-files").set_input_files(sent)
    plain.locator("#attachments").get_by_role("button", name="添加").click()
    expect(plain.locator("main .refusals").first).to_contain_text(
        "同样的文件已经添加过了", timeout=WAIT
    )
    assert stored(house) == [*before, "通知.ofd"]
    context.close()


def test_a_removed_file_leaves_the_page(page: Page, house: tuple[Flask, Page, int]) -> None:
    if not stored(house):
        page.locator("#attached-files").set_input_files(
            {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": shade(60)}
        )
        expect(names(page)).to_have_count(1, timeout=WAIT)
    before = stored(house)
    page.locator("#attachments").get_by_role("link", name="移除…").first.click()
    page.locator("[name=reason]").fill("与本次活动无关")
    page.get_by_role("button", name="移除").click()
    page.wait_for_url("**/activities/*")
    expect(names(page)).to_have_count(len(before) - 1, timeout=WAIT)


def test_the_category_of_service_comes_with_its_kind(page: Page) -> None:
    page.goto("/activities/new")
    field = page.get_by_label("服务类别")
    assert not field.is_visible()
    page.get_by_label("志愿服务", exact=True).check()
    assert field.is_visible()
    field.select_option("社区服务")
    page.get_by_label("志愿服务", exact=True).uncheck()
    assert not field.is_visible()
