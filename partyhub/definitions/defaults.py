"""The lists of words of a new instance; the committee may change each one on its page."""

from collections.abc import Mapping, Sequence

# registers.md, Figures: college_or_above and minorities.
WORDS: Mapping[str, Sequence[str]] = {
    "education.college": ("大专", "专科", "本科", "大学", "研究生", "硕士", "博士"),
    "ethnicity.majority": ("汉", "汉族"),
    # The categories of volunteer service from which activities choose.
    "service.kinds": (
        *("理论宣讲", "帮困慰问", "助老助残", "助学支教", "生态环保"),
        *("文明劝导", "社区服务", "应急救援", "技术服务", "其他"),
    ),
}

# The fonts of official papers, and those of Windows and Office that stand in for them.
COMMON_FONTS = {
    "方正小标宋简体": "华文中宋",
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
}
