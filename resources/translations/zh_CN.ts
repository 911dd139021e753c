<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>Actions</name>
        <message>
            <source>Import files…</source>
            <translation>导入文件…</translation>
        </message>
        <message>
            <source>Import a folder…</source>
            <translation>导入文件夹…</translation>
        </message>
        <message>
            <source>Export annotations…</source>
            <translation>导出批注…</translation>
        </message>
        <message>
            <source>Import annotations…</source>
            <translation>导入批注…</translation>
        </message>
        <message>
            <source>Back up now</source>
            <translation>立即备份</translation>
        </message>
        <message>
            <source>Restore from a backup…</source>
            <translation>从备份恢复…</translation>
        </message>
        <message>
            <source>Preferences…</source>
            <translation>偏好设置…</translation>
        </message>
        <message>
            <source>My words…</source>
            <translation>我的词语…</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>退出</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>重做</translation>
        </message>
        <message>
            <source>Find in this article</source>
            <translation>在本文中查找</translation>
        </message>
        <message>
            <source>Search all documents</source>
            <translation>搜索全部文档</translation>
        </message>
        <message>
            <source>Concordance of the search</source>
            <translation>搜索的语境索引</translation>
        </message>
        <message>
            <source>Flip simplified and traditional</source>
            <translation>简繁切换</translation>
        </message>
        <message>
            <source>Larger text</source>
            <translation>放大文字</translation>
        </message>
        <message>
            <source>Smaller text</source>
            <translation>缩小文字</translation>
        </message>
        <message>
            <source>Normal text size</source>
            <translation>标准字号</translation>
        </message>
        <message>
            <source>Sidebar</source>
            <translation>侧栏</translation>
        </message>
        <message>
            <source>Annotations</source>
            <translation>批注</translation>
        </message>
        <message>
            <source>Show source</source>
            <translation>显示原文</translation>
        </message>
        <message>
            <source>Underline cleaned words</source>
            <translation>给清理过的词加下划线</translation>
        </message>
        <message>
            <source>Readings above characters</source>
            <translation>注音显示在字的上方</translation>
        </message>
        <message>
            <source>Next article</source>
            <translation>下一篇</translation>
        </message>
        <message>
            <source>Previous article</source>
            <translation>上一篇</translation>
        </message>
        <message>
            <source>Next hit</source>
            <translation>下一处</translation>
        </message>
        <message>
            <source>Previous hit</source>
            <translation>上一处</translation>
        </message>
        <message>
            <source>Next uncertain headline</source>
            <translation>下一个存疑的标题</translation>
        </message>
        <message>
            <source>The headline is right</source>
            <translation>标题无误</translation>
        </message>
        <message>
            <source>Corrections of this document…</source>
            <translation>本文档的更正…</translation>
        </message>
        <message>
            <source>Read again by the present rules…</source>
            <translation>按现行规则重新整理…</translation>
        </message>
        <message>
            <source>Read all documents again…</source>
            <translation>重新整理全部文档…</translation>
        </message>
        <message>
            <source>Own colour…</source>
            <translation>自选颜色…</translation>
        </message>
        <message>
            <source>Bookmark this place</source>
            <translation>在此处加书签</translation>
        </message>
        <message>
            <source>Highlight and write a note</source>
            <translation>高亮并写笔记</translation>
        </message>
        <message>
            <source>About Jianfan Reader</source>
            <translation>关于简繁阅读</translation>
        </message>
        <message>
            <source>Original</source>
            <translation>原文</translation>
        </message>
        <message>
            <source>Taiwan (臺灣正體)</source>
            <translation>台湾正体</translation>
        </message>
        <message>
            <source>Taiwan, with its phrases (臺灣用語)</source>
            <translation>台湾正体（台湾用语）</translation>
        </message>
        <message>
            <source>Hong Kong (香港繁體)</source>
            <translation>香港繁体</translation>
        </message>
        <message>
            <source>As the system</source>
            <translation>跟随系统</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>Sepia</source>
            <translation>米色</translation>
        </message>
        <message>
            <source>&amp;File</source>
            <translation>文件(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Edit</source>
            <translation>编辑(&amp;E)</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>显示(&amp;V)</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>主题</translation>
        </message>
        <message>
            <source>&amp;Annotate</source>
            <translation>批注(&amp;A)</translation>
        </message>
        <message>
            <source>&amp;Correct</source>
            <translation>更正(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Go</source>
            <translation>前往(&amp;G)</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>帮助(&amp;H)</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>导入</translation>
        </message>
        <message>
            <source>Underline</source>
            <translation>下划线</translation>
        </message>
        <message>
            <source>Strike out</source>
            <translation>删除线</translation>
        </message>
    </context>
    <context>
        <name>AnnotationLayer</name>
        <message>
            <source>Drag to change the range, or move its end by Ctrl+Shift+← and →,
its start by Alt+Shift+← and →. Escape leaves it as it was.</source>
            <translation>拖动可更改范围；Ctrl+Shift+← 和 → 移动结尾，
Alt+Shift+← 和 → 移动开头。Esc 保持原样。</translation>
        </message>
        <message>
            <source>Bookmark</source>
            <translation>书签</translation>
        </message>
    </context>
    <context>
        <name>AnnotationOrder</name>
        <message>
            <source>By place</source>
            <translation>按位置</translation>
        </message>
        <message>
            <source>Newest first</source>
            <translation>最新在前</translation>
        </message>
        <message>
            <source>Oldest first</source>
            <translation>最早在前</translation>
        </message>
    </context>
    <context>
        <name>AnnotationPane</name>
        <message>
            <source>Annotations</source>
            <translation>批注</translation>
        </message>
        <message>
            <source>Clear the filters</source>
            <translation>清除筛选</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 / %2 条</translation>
        </message>
        <message>
            <source>No annotation matches the filters.</source>
            <translation>没有符合筛选条件的批注。</translation>
        </message>
        <message>
            <source>Nothing is marked in this document yet.</source>
            <translation>本文档还没有批注。</translation>
        </message>
        <message>
            <source>Nothing is marked in any document yet.</source>
            <translation>所有文档都还没有批注。</translation>
        </message>
        <message>
            <source>Select words in the article to highlight them or to write a note.</source>
            <translation>在文章中选中文字，即可高亮或写笔记。</translation>
        </message>
        <message>
            <source>Other colour</source>
            <translation>其他颜色</translation>
        </message>
    </context>
    <context>
        <name>Annotator</name>
        <message>
            <source>Highlight</source>
            <translation>高亮</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>笔记</translation>
        </message>
        <message>
            <source>Write note</source>
            <translation>写笔记</translation>
        </message>
        <message>
            <source>Delete annotations</source>
            <translation>删除多条批注</translation>
        </message>
        <message>
            <source>Merge annotations</source>
            <translation>合并批注</translation>
        </message>
        <message>
            <source>Another window or program has changed or deleted this since, so “%1” can no longer be undone or redone. Nothing was changed.</source>
            <translation>其他窗口或程序之后更改或删除了它，因此“%1”已不能撤销或重做。未作任何改动。</translation>
        </message>
        <message>
            <source>Change colour</source>
            <translation>更改颜色</translation>
        </message>
        <message>
            <source>Change style</source>
            <translation>更改样式</translation>
        </message>
        <message>
            <source>Change tags</source>
            <translation>更改标签</translation>
        </message>
        <message>
            <source>Underline</source>
            <translation>下划线</translation>
        </message>
        <message>
            <source>Strike out</source>
            <translation>删除线</translation>
        </message>
        <message>
            <source>Bookmark</source>
            <translation>书签</translation>
        </message>
        <message>
            <source>Delete annotation</source>
            <translation>删除批注</translation>
        </message>
    </context>
    <context>
        <name>ArticleAnnotations</name>
        <message>
            <source>Change the range</source>
            <translation>更改范围</translation>
        </message>
        <message>
            <source>Place annotation</source>
            <translation>放置批注</translation>
        </message>
        <message>
            <source>{action}: {reason}</source>
            <translation>{action}：{reason}</translation>
        </message>
    </context>
    <context>
        <name>ArticleCorrections</name>
        <message>
            <source>No headline is uncertain.</source>
            <translation>没有存疑的标题。</translation>
        </message>
    </context>
    <context>
        <name>ArticlePane</name>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Own colour</source>
            <translation>自选颜色</translation>
        </message>
        <message>
            <source>Nothing is open</source>
            <translation>尚未打开文章</translation>
        </message>
        <message>
            <source>Choose an article on the left, or drop files into this window.</source>
            <translation>从左侧选择一篇文章，或把文件拖进窗口。</translation>
        </message>
        <message>
            <source>Import files…</source>
            <translation>导入文件…</translation>
        </message>
        <message>
            <source>could be: %1</source>
            <translation>也可能是：%1</translation>
        </message>
        <message>
            <source>Copy with citation</source>
            <translation>复制并附出处</translation>
        </message>
        <message>
            <source>Highlight and write a note</source>
            <translation>高亮并写笔记</translation>
        </message>
        <message>
            <source>Should read…</source>
            <translation>此处应为…</translation>
        </message>
        <message>
            <source>“%1” should read…</source>
            <translation>“%1”此处应为…</translation>
        </message>
    </context>
    <context>
        <name>Backup</name>
        <message>
            <source>Daily</source>
            <translation>每日</translation>
        </message>
        <message>
            <source>Asked for</source>
            <translation>手动</translation>
        </message>
        <message>
            <source>Before an update</source>
            <translation>升级之前</translation>
        </message>
        <message>
            <source>Before a restore</source>
            <translation>恢复之前</translation>
        </message>
        <message>
            <source>Documents: %1, annotations: %2</source>
            <translation>文档 %1 篇，批注 %2 条</translation>
        </message>
    </context>
    <context>
        <name>BlockMenu</name>
        <message>
            <source>Split or join</source>
            <translation>拆分与合并</translation>
        </message>
        <message>
            <source>Undo this repair: {before} → {after}</source>
            <translation>撤销此处修复：{before} → {after}</translation>
        </message>
        <message>
            <source>Undo in the whole document: %1</source>
            <translation>在整篇文档中撤销：%1</translation>
        </message>
        <message>
            <source>Set the selection as</source>
            <translation>将所选文字设为</translation>
        </message>
        <message>
            <source>Set as</source>
            <translation>设为</translation>
        </message>
        <message>
            <source>Move the selection to</source>
            <translation>将所选文字移到</translation>
        </message>
        <message>
            <source>Move to</source>
            <translation>移到</translation>
        </message>
        <message>
            <source>Split the article before this paragraph</source>
            <translation>从本段起另成一篇</translation>
        </message>
        <message>
            <source>Split the article before “%1”</source>
            <translation>从“%1”起另成一篇</translation>
        </message>
        <message>
            <source>Split the paragraph before “%1”</source>
            <translation>从“%1”起另成一段</translation>
        </message>
        <message>
            <source>Join with the next paragraph</source>
            <translation>与下一段合并</translation>
        </message>
        <message>
            <source>Join with the previous paragraph</source>
            <translation>与上一段合并</translation>
        </message>
        <message>
            <source>Merge with the next article</source>
            <translation>与下一篇合并</translation>
        </message>
        <message>
            <source>Merge with the previous article</source>
            <translation>与上一篇合并</translation>
        </message>
        <message>
            <source>Merge with the next article: %1</source>
            <translation>与下一篇“%1”合并</translation>
        </message>
        <message>
            <source>Merge with the previous article: %1</source>
            <translation>与上一篇“%1”合并</translation>
        </message>
    </context>
    <context>
        <name>BugReporter</name>
        <message>
            <source>Something went wrong that should not have. Your notes are safe.</source>
            <translation>程序出了不该出的错。您的批注是安全的。</translation>
        </message>
        <message>
            <source>The details help to mend it; they were also written to %1.</source>
            <translation>详细信息有助于修正，也已写入 %1。</translation>
        </message>
    </context>
    <context>
        <name>CardDelegate</name>
        <message>
            <source>Write a note… (kept as you type; Esc when done)</source>
            <translation>写笔记…（随写随存，写完按 Esc）</translation>
        </message>
        <message>
            <source>Show less</source>
            <translation>收起</translation>
        </message>
        <message>
            <source>Show all</source>
            <translation>展开</translation>
        </message>
        <message>
            <source>Place it here</source>
            <translation>放到此处</translation>
        </message>
        <message>
            <source>Not stored yet; what you wrote is kept here.</source>
            <translation>尚未保存；您写的内容保留在这里。</translation>
        </message>
        <message>
            <source>Its words are no longer in the text. Select where it belongs:</source>
            <translation>原文已不在正文中。请选中它所属的文字：</translation>
        </message>
    </context>
    <context>
        <name>CardMenu</name>
        <message>
            <source>Edit note</source>
            <translation>编辑笔记</translation>
        </message>
        <message>
            <source>Fold or unfold the note</source>
            <translation>展开或收起笔记</translation>
        </message>
        <message>
            <source>Copy quote</source>
            <translation>复制引文</translation>
        </message>
        <message>
            <source>Copy with citation</source>
            <translation>复制并附出处</translation>
        </message>
        <message>
            <source>Tags…</source>
            <translation>标签…</translation>
        </message>
        <message>
            <source>Place it here</source>
            <translation>放到此处</translation>
        </message>
        <message>
            <source>Merge those that overlap</source>
            <translation>合并重叠的批注</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>导出…</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Delete %1 annotations</source>
            <translation>删除 %1 条批注</translation>
        </message>
        <message>
            <source>Other colour</source>
            <translation>其他颜色</translation>
        </message>
        <message>
            <source>Choose…</source>
            <translation>选择…</translation>
        </message>
        <message>
            <source>Style</source>
            <translation>样式</translation>
        </message>
    </context>
    <context>
        <name>ChangedFiles</name>
        <message>
            <source>“%1” has changed since it was imported.</source>
            <translation>“%1”导入之后有改动。</translation>
        </message>
        <message>
            <source>Changed file</source>
            <translation>文件有改动</translation>
        </message>
        <message>
            <source>An update keeps your notes: they are looked for in the new text. What is not found stays listed, and can be placed by hand.</source>
            <translation>更新会保留您的笔记：在新文本中重新查找它们的位置。找不到的仍会列出，可以手动放置。</translation>
        </message>
        <message>
            <source>Update, keep notes</source>
            <translation>更新，保留笔记</translation>
        </message>
        <message>
            <source>Import as another document</source>
            <translation>作为另一篇文档导入</translation>
        </message>
        <message>
            <source>Leave it as it is</source>
            <translation>保持原样</translation>
        </message>
        <message>
            <source>The same for all %1 changed files</source>
            <translation>其余共 %1 个有改动的文件都照此处理</translation>
        </message>
    </context>
    <context>
        <name>Chip</name>
        <message>
            <source>Search without this filter</source>
            <translation>去掉这个筛选条件</translation>
        </message>
    </context>
    <context>
        <name>Color</name>
        <message>
            <source>Yellow</source>
            <translation>黄色</translation>
        </message>
        <message>
            <source>Green</source>
            <translation>绿色</translation>
        </message>
        <message>
            <source>Blue</source>
            <translation>蓝色</translation>
        </message>
        <message>
            <source>Pink</source>
            <translation>粉色</translation>
        </message>
        <message>
            <source>Orange</source>
            <translation>橙色</translation>
        </message>
        <message>
            <source>Purple</source>
            <translation>紫色</translation>
        </message>
    </context>
    <context>
        <name>ConcordanceModel</name>
        <message>
            <source>Before</source>
            <translation>前文</translation>
        </message>
        <message>
            <source>Word</source>
            <translation>词</translation>
        </message>
        <message>
            <source>After</source>
            <translation>后文</translation>
        </message>
        <message>
            <source>Newspaper</source>
            <translation>报纸</translation>
        </message>
        <message>
            <source>Date</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Article</source>
            <translation>文章</translation>
        </message>
    </context>
    <context>
        <name>ConcordanceWindow</name>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>导出…</translation>
        </message>
        <message>
            <source>Lines</source>
            <translation>逐行</translation>
        </message>
        <message>
            <source>Over time</source>
            <translation>按时间</translation>
        </message>
        <message>
            <source>Years</source>
            <translation>年</translation>
        </message>
        <message>
            <source>Months</source>
            <translation>月</translation>
        </message>
        <message>
            <source>Concordance: %1</source>
            <translation>语境索引：%1</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>搜索</translation>
        </message>
        <message>
            <source>Search all articles, in either script</source>
            <translation>搜索全部文章，繁简皆可</translation>
        </message>
        <message>
            <source>Looking: hits so far %1</source>
            <translation>正在查找：已有 %1 处</translation>
        </message>
        <message>
            <source>Cancelled</source>
            <translation>已取消</translation>
        </message>
        <message>
            <source>Cancelled: hits %1, in the first %2 of %3 articles</source>
            <translation>已取消：前 %2 篇（共 %3 篇）中有 %1 处</translation>
        </message>
        <message>
            <source>The first %4 of %1 hits, in %2 articles; the plot counts all</source>
            <translation>%2 篇文章中共 %1 处，列出前 %4 处；图中计入全部</translation>
        </message>
        <message>
            <source>Hits: %1, in %2 articles</source>
            <translation>%2 篇文章中共 %1 处</translation>
        </message>
        <message>
            <source>Articles found: %2; no word of the search stands in their texts.</source>
            <translation>找到 %2 篇文章，但正文中没有要找的词。</translation>
        </message>
        <message>
            <source>These words stand in no article.</source>
            <translation>没有文章含有这些词。</translation>
        </message>
        <message>
            <source>Without a date: hits %1, articles %2</source>
            <translation>没有日期：%1 处，%2 篇文章</translation>
        </message>
        <message>
            <source>Without a month: hits %1, articles %2</source>
            <translation>没有月份：%1 处，%2 篇文章</translation>
        </message>
        <message>
            <source>Export the counts</source>
            <translation>导出计数</translation>
        </message>
        <message>
            <source>Export the lines</source>
            <translation>导出各行</translation>
        </message>
        <message>
            <source>Table (*.csv)</source>
            <translation>表格 (*.csv)</translation>
        </message>
    </context>
    <context>
        <name>Concordancer</name>
        <message>
            <source>Wrote %1</source>
            <translation>已写入 %1</translation>
        </message>
    </context>
    <context>
        <name>Correction</name>
        <message>
            <source>Title</source>
            <translation>标题</translation>
        </message>
        <message>
            <source>Subtitle</source>
            <translation>副标题</translation>
        </message>
        <message>
            <source>Byline</source>
            <translation>署名</translation>
        </message>
        <message>
            <source>Caption</source>
            <translation>图片说明</translation>
        </message>
        <message>
            <source>Heading</source>
            <translation>小标题</translation>
        </message>
        <message>
            <source>Paragraph</source>
            <translation>正文</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>附注</translation>
        </message>
        <message>
            <source>The headline is right</source>
            <translation>标题无误</translation>
        </message>
        <message>
            <source>It is right without a headline</source>
            <translation>确无标题</translation>
        </message>
        <message>
            <source>Set as %1</source>
            <translation>设为%1</translation>
        </message>
        <message>
            <source>Restore the source</source>
            <translation>恢复原文</translation>
        </message>
        <message>
            <source>Switch a rule off</source>
            <translation>停用一条规则</translation>
        </message>
        <message>
            <source>Split article</source>
            <translation>拆分文章</translation>
        </message>
        <message>
            <source>Split paragraph</source>
            <translation>拆分段落</translation>
        </message>
        <message>
            <source>Merge articles</source>
            <translation>合并文章</translation>
        </message>
        <message>
            <source>Join paragraphs</source>
            <translation>合并段落</translation>
        </message>
        <message>
            <source>Move to another article</source>
            <translation>移到另一篇</translation>
        </message>
        <message>
            <source>Confirm headline</source>
            <translation>确认标题</translation>
        </message>
        <message>
            <source>A repair was undone</source>
            <translation>撤销了一处修复</translation>
        </message>
        <message>
            <source>Undone in the whole document</source>
            <translation>在整篇文档中撤销</translation>
        </message>
        <message>
            <source>An article begins here</source>
            <translation>从此处起另成一篇</translation>
        </message>
        <message>
            <source>A paragraph begins here</source>
            <translation>从此处起另成一段</translation>
        </message>
        <message>
            <source>Two articles are one</source>
            <translation>两篇合为一篇</translation>
        </message>
        <message>
            <source>Two paragraphs are one</source>
            <translation>两段合为一段</translation>
        </message>
        <message>
            <source>Moved to another article</source>
            <translation>移到了另一篇</translation>
        </message>
    </context>
    <context>
        <name>CorrectionsDialog</name>
        <message>
            <source>Corrections of %1</source>
            <translation>%1 的更正</translation>
        </message>
        <message>
            <source>Take back</source>
            <translation>收回</translation>
        </message>
        <message>
            <source>Take back all</source>
            <translation>全部收回</translation>
        </message>
        <message>
            <source>This was decided of how the document is read. It holds in any later reading too, until it is taken back.</source>
            <translation>以下是对本文档所作的更正。日后重新整理时依然有效，直到收回为止。</translation>
        </message>
        <message>
            <source>Nothing was corrected in this document. Corrections are made in the menu of the article&apos;s words: press the right mouse button.</source>
            <translation>本文档没有更正。要更正，请在文章的字句上点按鼠标右键。</translation>
        </message>
        <message>
            <source>Decided</source>
            <translation>更正</translation>
        </message>
        <message>
            <source>Words</source>
            <translation>字句</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
    </context>
    <context>
        <name>Corrector</name>
        <message>
            <source>Reading again</source>
            <translation>正在重新整理</translation>
        </message>
        <message>
            <source>Take back corrections</source>
            <translation>收回更正</translation>
        </message>
        <message>
            <source>The document has been changed since in another way, so this step can no longer be undone or redone. Its corrections are listed under “Corrections of this document…”, where they can be taken back.</source>
            <translation>此后文档又有了别的改动，这一步已无法撤销或重做。所作的更正列在“本文档的更正…”中，可在那里收回。</translation>
        </message>
    </context>
    <context>
        <name>DatePopup</name>
        <message>
            <source>2020 or 2020-11</source>
            <translation>2020 年，或 2020-11</translation>
        </message>
        <message>
            <source>2023 or 2023-05-31</source>
            <translation>2023 年，或 2023-05-31</translation>
        </message>
        <message>
            <source>Filter</source>
            <translation>筛选</translation>
        </message>
        <message>
            <source>From</source>
            <translation>从</translation>
        </message>
        <message>
            <source>To</source>
            <translation>到</translation>
        </message>
        <message>
            <source>A date is written 2020, 2020-11 or 2020-11-05.</source>
            <translation>日期写作 2020、2020-11 或 2020-11-05。</translation>
        </message>
    </context>
    <context>
        <name>DocumentList</name>
        <message>
            <source>Documents</source>
            <translation>文档</translation>
        </message>
        <message>
            <source>Remove collection</source>
            <translation>移除这个文档集</translation>
        </message>
        <message>
            <source>Remove document</source>
            <translation>移除文档</translation>
        </message>
        <message>
            <source>Corrections of this document…</source>
            <translation>本文档的更正…</translation>
        </message>
        <message>
            <source>Read again by the present rules…</source>
            <translation>按现行规则重新整理…</translation>
        </message>
    </context>
    <context>
        <name>DocumentLister</name>
        <message>
            <source>My documents</source>
            <translation>我的文档</translation>
        </message>
    </context>
    <context>
        <name>DocumentModel</name>
        <message>
            <source>It is not certain that this headline belongs to this text.</source>
            <translation>这个标题是否属于这篇文章，尚不能确定。</translation>
        </message>
    </context>
    <context>
        <name>Exchanger</name>
        <message>
            <source>Import annotations</source>
            <translation>导入批注</translation>
        </message>
        <message>
            <source>Web annotations (*.jsonld *.json)</source>
            <translation>网络批注 (*.jsonld *.json)</translation>
        </message>
        <message>
            <source>All files (*)</source>
            <translation>所有文件 (*)</translation>
        </message>
        <message>
            <source>Copied with its citation.</source>
            <translation>已复制，并附出处。</translation>
        </message>
        <message>
            <source>Export annotations</source>
            <translation>导出批注</translation>
        </message>
        <message>
            <source>Annotations</source>
            <translation>批注</translation>
        </message>
        <message>
            <source>Annotations are being imported already.</source>
            <translation>已经在导入批注了。</translation>
        </message>
        <message>
            <source>Importing</source>
            <translation>正在导入</translation>
        </message>
        <message>
            <source>No annotations were imported.</source>
            <translation>没有导入任何批注。</translation>
        </message>
    </context>
    <context>
        <name>ExportDialog</name>
        <message>
            <source>Export annotations</source>
            <translation>导出批注</translation>
        </message>
        <message>
            <source>As shown</source>
            <translation>与屏幕所示相同</translation>
        </message>
        <message>
            <source>As in the source</source>
            <translation>与原文相同</translation>
        </message>
        <message>
            <source>Plain words</source>
            <translation>普通写法</translation>
        </message>
        <message>
            <source>What</source>
            <translation>内容</translation>
        </message>
        <message>
            <source>Format</source>
            <translation>格式</translation>
        </message>
        <message>
            <source>Script</source>
            <translation>字形</translation>
        </message>
        <message>
            <source>Citations</source>
            <translation>出处</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>导出…</translation>
        </message>
        <message>
            <source>To go on writing with.</source>
            <translation>便于继续写作。</translation>
        </message>
        <message>
            <source>To read in a browser and to print.</source>
            <translation>便于在浏览器中阅读和打印。</translation>
        </message>
        <message>
            <source>For spreadsheets.</source>
            <translation>用于电子表格。</translation>
        </message>
        <message>
            <source>For other libraries and programs, with all that an annotation is. It can be imported again.</source>
            <translation>用于其他文库和程序，包含批注的全部内容，可以再次导入。</translation>
        </message>
        <message>
            <source>The selected annotations (%1)</source>
            <translation>选中的批注（%1 条）</translation>
        </message>
        <message>
            <source>This article</source>
            <translation>本文</translation>
        </message>
        <message>
            <source>Everything</source>
            <translation>全部</translation>
        </message>
    </context>
    <context>
        <name>FileChooser</name>
        <message>
            <source>Import files</source>
            <translation>导入文件</translation>
        </message>
        <message>
            <source>Documents (*.txt *.md *.markdown *.jsonl)</source>
            <translation>文档 (*.txt *.md *.markdown *.jsonl)</translation>
        </message>
        <message>
            <source>All files (*)</source>
            <translation>所有文件 (*)</translation>
        </message>
        <message>
            <source>Import a folder</source>
            <translation>导入文件夹</translation>
        </message>
    </context>
    <context>
        <name>FilterBar</name>
        <message>
            <source>No longer in the text: %1</source>
            <translation>已不在正文中：%1</translation>
        </message>
        <message>
            <source>List only these, to place them by hand</source>
            <translation>只列出这些，以便手动放到正文中</translation>
        </message>
        <message>
            <source>Colour</source>
            <translation>颜色</translation>
        </message>
        <message>
            <source>Only in these colours</source>
            <translation>只看这些颜色</translation>
        </message>
        <message>
            <source>Style</source>
            <translation>样式</translation>
        </message>
        <message>
            <source>Only marked like this</source>
            <translation>只看这种样式</translation>
        </message>
        <message>
            <source>Tag</source>
            <translation>标签</translation>
        </message>
        <message>
            <source>Only with this tag</source>
            <translation>只看有此标签的</translation>
        </message>
        <message>
            <source>Date</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Only last changed in these years or days</source>
            <translation>只看在这些年份或日期最后改动的</translation>
        </message>
        <message>
            <source>Article</source>
            <translation>文章</translation>
        </message>
        <message>
            <source>This article</source>
            <translation>本文章</translation>
        </message>
        <message>
            <source>Document</source>
            <translation>文档</translation>
        </message>
        <message>
            <source>This document</source>
            <translation>本文档</translation>
        </message>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>Everything in the library</source>
            <translation>文库中的全部批注</translation>
        </message>
        <message>
            <source>Sort</source>
            <translation>排序</translation>
        </message>
        <message>
            <source>Filter by words</source>
            <translation>按文字筛选</translation>
        </message>
        <message>
            <source>Sort: %1</source>
            <translation>排序：%1</translation>
        </message>
        <message>
            <source>Lost</source>
            <translation>失位</translation>
        </message>
        <message>
            <source>No longer in the text</source>
            <translation>已不在正文中</translation>
        </message>
        <message>
            <source>None yet</source>
            <translation>还没有</translation>
        </message>
    </context>
    <context>
        <name>FilterChips</name>
        <message>
            <source>Date</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Only from these years or days</source>
            <translation>只看这些年份或日期的</translation>
        </message>
        <message>
            <source>Paper</source>
            <translation>报纸</translation>
        </message>
        <message>
            <source>Only from this newspaper</source>
            <translation>只看这份报纸的</translation>
        </message>
        <message>
            <source>Tag</source>
            <translation>标签</translation>
        </message>
        <message>
            <source>Only with a note of this tag</source>
            <translation>只看有这个标签的笔记</translation>
        </message>
        <message>
            <source>Annotated</source>
            <translation>有批注</translation>
        </message>
        <message>
            <source>Only with notes or highlights</source>
            <translation>只看有笔记或高亮的</translation>
        </message>
        <message>
            <source>Unread</source>
            <translation>未读</translation>
        </message>
        <message>
            <source>Only what was never opened</source>
            <translation>只看从未打开过的</translation>
        </message>
        <message>
            <source>Script</source>
            <translation>简繁</translation>
        </message>
        <message>
            <source>Only written in this script</source>
            <translation>只看用这种字形写的</translation>
        </message>
        <message>
            <source>Notes too</source>
            <translation>含笔记</translation>
        </message>
        <message>
            <source>Look for the words in notes as well</source>
            <translation>在笔记里也搜索</translation>
        </message>
        <message>
            <source>Simplified</source>
            <translation>简体</translation>
        </message>
        <message>
            <source>Traditional</source>
            <translation>繁体</translation>
        </message>
        <message>
            <source>Both scripts</source>
            <translation>简繁混用</translation>
        </message>
        <message>
            <source>None yet</source>
            <translation>还没有</translation>
        </message>
    </context>
    <context>
        <name>FindBar</name>
        <message>
            <source>Exactly these characters: 發 does not find 髮</source>
            <translation>只找这些字本身：“發”不会找到“髮”</translation>
        </message>
        <message>
            <source>Find in this article</source>
            <translation>在本文中查找</translation>
        </message>
        <message>
            <source>Previous (Shift+F3)</source>
            <translation>上一处 (Shift+F3)</translation>
        </message>
        <message>
            <source>Next (F3)</source>
            <translation>下一处 (F3)</translation>
        </message>
        <message>
            <source>Close and unmark (Esc)</source>
            <translation>关闭并取消标记 (Esc)</translation>
        </message>
        <message>
            <source>Nothing found</source>
            <translation>没有找到</translation>
        </message>
        <message>
            <source>%1 found</source>
            <translation>找到 %1 处</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 / %2 处</translation>
        </message>
        <message>
            <source>From the beginning again</source>
            <translation>又从开头找起</translation>
        </message>
        <message>
            <source>From the end again</source>
            <translation>又从末尾找起</translation>
        </message>
    </context>
    <context>
        <name>HitDelegate</name>
        <message>
            <source>Note</source>
            <translation>笔记</translation>
        </message>
    </context>
    <context>
        <name>HitList</name>
        <message>
            <source>Hits</source>
            <translation>命中</translation>
        </message>
    </context>
    <context>
        <name>ImportDialog</name>
        <message>
            <source>and %1 more</source>
            <translation>另有 %1 条</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>导入</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>What happened</source>
            <translation>结果</translation>
        </message>
        <message>
            <source>{imported} imported, {unchanged} already there, {failed} failed.</source>
            <translation>导入 {imported} 个，已有 {unchanged} 个，失败 {failed} 个。</translation>
        </message>
        <message>
            <source>Changed and left as they were: {count}.</source>
            <translation>有改动而保持原样 {count} 个。</translation>
        </message>
        <message>
            <source>{updated} updated: notes found again: {found}, without a place now: {orphans}.</source>
            <translation>更新 {updated} 个：重新找到位置的笔记 {found} 条，失去位置的 {orphans} 条。</translation>
        </message>
        <message>
            <source>Corrections whose words are gone: {count}.</source>
            <translation>所涉文字已不存在的更正 {count} 项。</translation>
        </message>
        <message>
            <source>line {line}: {reason}</source>
            <translation>第 {line} 行：{reason}</translation>
        </message>
    </context>
    <context>
        <name>Importer</name>
        <message>
            <source>Importing</source>
            <translation>正在导入</translation>
        </message>
        <message>
            <source>Reading again</source>
            <translation>正在重新整理</translation>
        </message>
        <message>
            <source>Indexing</source>
            <translation>正在建立索引</translation>
        </message>
        <message>
            <source>Another window or program is updating the search index.</source>
            <translation>另一个窗口或程序正在更新搜索索引。</translation>
        </message>
    </context>
    <context>
        <name>Leaving</name>
        <message>
            <source>Storing your notes…</source>
            <translation>正在保存您的笔记…</translation>
        </message>
        <message>
            <source>Some of your annotations could not be stored.</source>
            <translation>有些批注未能保存。</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>Save as a file…</source>
            <translation>另存为文件…</translation>
        </message>
        <message>
            <source>Close without them</source>
            <translation>放弃并关闭</translation>
        </message>
        <message>
            <source>Do not close</source>
            <translation>不关闭</translation>
        </message>
        <message>
            <source>and %1 more</source>
            <translation>另有 %1 条</translation>
        </message>
        <message>
            <source>Save as a file</source>
            <translation>另存为文件</translation>
        </message>
        <message>
            <source>Notes not stored</source>
            <translation>未保存的笔记</translation>
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message>
            <source>The library was mended</source>
            <translation>文库已修复</translation>
        </message>
        <message>
            <source>Search first; the concordance lists all its hits.</source>
            <translation>请先搜索，语境索引会列出所有命中。</translation>
        </message>
        <message>
            <source>Documents removed: %1. %2 brings them back with their notes.</source>
            <translation>已移除 %1 个文档。按 %2 可连同批注一起恢复。</translation>
        </message>
        <message>
            <source>Annotations merged into others: %1</source>
            <translation>已并入其他批注：%1 条</translation>
        </message>
        <message>
            <source>None of these annotations overlap.</source>
            <translation>这些批注没有重叠。</translation>
        </message>
        <message>
            <source>Wrote %1</source>
            <translation>已写入 %1</translation>
        </message>
        <message>
            <source>This article was changed elsewhere while it was open, so nothing was marked. It is shown anew; please select the words again.</source>
            <translation>这篇文章打开期间在别处被更改，因此未做标记。现已重新显示，请重新选中文字。</translation>
        </message>
        <message>
            <source>About Jianfan Reader</source>
            <translation>关于简繁阅读</translation>
        </message>
        <message>
            <source>Jianfan Reader 简繁阅读

Reads Chinese documents in either script and keeps your notes in place. Nothing you read leaves this computer.</source>
            <translation>简繁阅读 Jianfan Reader

用任一种字体阅读中文文献，批注始终留在原处。您阅读的内容不会离开这台电脑。</translation>
        </message>
    </context>
    <context>
        <name>MarkStyle</name>
        <message>
            <source>Highlight</source>
            <translation>高亮</translation>
        </message>
        <message>
            <source>Underline</source>
            <translation>下划线</translation>
        </message>
        <message>
            <source>Strike out</source>
            <translation>删除线</translation>
        </message>
        <message>
            <source>Bookmark</source>
            <translation>书签</translation>
        </message>
    </context>
    <context>
        <name>NothingFound</name>
        <message>
            <source>Fewer characters find more; either script finds both.</source>
            <translation>字数少一些会找到更多；简体、繁体互相都能找到。</translation>
        </message>
        <message>
            <source>These find something:</source>
            <translation>这样能找到：</translation>
        </message>
        <message>
            <source>1 article</source>
            <translation>1 篇文章</translation>
        </message>
        <message>
            <source>%1 articles</source>
            <translation>%1 篇文章</translation>
        </message>
    </context>
    <context>
        <name>OpenArticle</name>
        <message>
            <source>“%1” was removed by another window or program. Importing it again brings it back, with all you wrote.</source>
            <translation>“%1”已被另一个窗口或程序移除。重新导入即可恢复，您写的内容都还在。</translation>
        </message>
    </context>
    <context>
        <name>Opener</name>
        <message>
            <source>Quit</source>
            <translation>退出</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>You can put a backup in its place. The damaged file is kept beside it, and nothing of it is deleted.</source>
            <translation>您可以用备份替换它。损坏的文件会保留在旁边，不会删除其中任何内容。</translation>
        </message>
        <message>
            <source>Restore from a backup…</source>
            <translation>从备份恢复…</translation>
        </message>
        <message>
            <source>Nothing was put back.</source>
            <translation>未恢复任何内容。</translation>
        </message>
    </context>
    <context>
        <name>Preferences</name>
        <message>
            <source>Preferences</source>
            <translation>偏好设置</translation>
        </message>
        <message>
            <source>As the system</source>
            <translation>跟随系统</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>Sepia</source>
            <translation>米色</translation>
        </message>
        <message>
            <source>Serif (Song)</source>
            <translation>宋体</translation>
        </message>
        <message>
            <source>Sans (Hei)</source>
            <translation>黑体</translation>
        </message>
        <message>
            <source>Indent the first line by two characters</source>
            <translation>段首缩进两字</translation>
        </message>
        <message>
            <source>Underline words that could be converted otherwise</source>
            <translation>给一简多繁等可有多种转换的词加下划线</translation>
        </message>
        <message>
            <source>Underline words that were cleaned</source>
            <translation>给清理过的词加下划线</translation>
        </message>
        <message>
            <source>Hidden</source>
            <translation>不显示</translation>
        </message>
        <message>
            <source>Small, above the character</source>
            <translation>小字显示在字的上方</translation>
        </message>
        <message>
            <source>My words…</source>
            <translation>我的词语…</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>主题</translation>
        </message>
        <message>
            <source>Typeface</source>
            <translation>字体</translation>
        </message>
        <message>
            <source>Text size</source>
            <translation>字号</translation>
        </message>
        <message>
            <source>Line height</source>
            <translation>行高</translation>
        </message>
        <message>
            <source>Characters in a line</source>
            <translation>每行字数</translation>
        </message>
        <message>
            <source>Readings in brackets</source>
            <translation>括号里的注音</translation>
        </message>
        <message>
            <source>Conversion</source>
            <translation>转换</translation>
        </message>
        <message>
            <source>Language (from the next start)</source>
            <translation>界面语言（下次启动生效）</translation>
        </message>
    </context>
    <context>
        <name>ProblemModel</name>
        <message>
            <source>line {line}: {reason}</source>
            <translation>第 {line} 行：{reason}</translation>
        </message>
    </context>
    <context>
        <name>Proofreading</name>
        <message>
            <source>Read again</source>
            <translation>重新整理</translation>
        </message>
        <message>
            <source>Read all documents again by the present rules?</source>
            <translation>要按现行规则重新整理全部文档吗？</translation>
        </message>
        <message>
            <source>Read this document again by the present rules?</source>
            <translation>要按现行规则重新整理这篇文档吗？</translation>
        </message>
        <message>
            <source>Read these %1 documents again by the present rules?</source>
            <translation>要按现行规则重新整理这 %1 篇文档吗？</translation>
        </message>
        <message>
            <source>Your corrections and notes stay. What the rules find otherwise now is changed, and a report says what; it cannot be undone.</source>
            <translation>您的更正与批注都会保留。规则如今得出不同结果之处会改过来，并列出报告；此操作无法撤销。</translation>
        </message>
    </context>
    <context>
        <name>QueryFault</name>
        <message>
            <source>and %1 more</source>
            <translation>另有 %1 处</translation>
        </message>
        <message>
            <source>a word is missing beside this</source>
            <translation>这旁边缺一个词</translation>
        </message>
        <message>
            <source>a minus stands right before its word</source>
            <translation>减号要紧贴在词的前面</translation>
        </message>
        <message>
            <source>there is nothing to search for here</source>
            <translation>这里没有要搜索的内容</translation>
        </message>
        <message>
            <source>the quotation mark is not closed</source>
            <translation>引号没有闭合</translation>
        </message>
        <message>
            <source>the bracket is not closed</source>
            <translation>括号没有闭合</translation>
        </message>
        <message>
            <source>there are too many brackets within brackets</source>
            <translation>括号套得太多了</translation>
        </message>
        <message>
            <source>NEAR/ is followed by a number of characters, as in NEAR/20</source>
            <translation>NEAR/ 之后要写字数，如 NEAR/20</translation>
        </message>
        <message>
            <source>NEAR stands between two words or phrases</source>
            <translation>NEAR 要放在两个词或短语之间</translation>
        </message>
        <message>
            <source>a date is written 2020, 2020-11, 2020-11-05 or as a range, 2020..2023</source>
            <translation>日期写作 2020、2020-11、2020-11-05，或一段时间 2020..2023</translation>
        </message>
        <message>
            <source>after is: stands annotated or unread</source>
            <translation>is: 之后写 annotated（有批注）或 unread（未读）</translation>
        </message>
        <message>
            <source>after script: stands simplified, traditional, mixed or neither</source>
            <translation>script: 之后写 simplified（简体）、traditional（繁体）、mixed（混用）或 neither（都不是）</translation>
        </message>
    </context>
    <context>
        <name>RecleanDialog</name>
        <message>
            <source>Read again</source>
            <translation>重新整理</translation>
        </message>
        <message>
            <source>Copy the report</source>
            <translation>复制报告</translation>
        </message>
        <message>
            <source>and %1 more</source>
            <translation>另有 %1 项</translation>
        </message>
        <message>
            <source>No document was read again.</source>
            <translation>没有文档重新整理过。</translation>
        </message>
        <message>
            <source>Nothing changed. Documents read again: {count}.</source>
            <translation>没有变化。重新整理的文档：{count} 篇。</translation>
        </message>
        <message>
            <source>{changed} changed, {unchanged} as before, {failed} failed.</source>
            <translation>有变化 {changed} 篇，照旧 {unchanged} 篇，失败 {failed} 篇。</translation>
        </message>
        <message>
            <source>failed: %1</source>
            <translation>失败：%1</translation>
        </message>
        <message>
            <source>nothing changed</source>
            <translation>没有变化</translation>
        </message>
        <message>
            <source>New article: %1</source>
            <translation>新增文章：%1</translation>
        </message>
        <message>
            <source>No longer an article: %1</source>
            <translation>不再单独成篇：%1</translation>
        </message>
        <message>
            <source>Articles whose text reads otherwise: %1</source>
            <translation>文字有变化的文章：%1 篇</translation>
        </message>
        <message>
            <source>Blocks or facts of its articles were found otherwise.</source>
            <translation>文章的段落划分或出处等有变化。</translation>
        </message>
        <message>
            <source>Notes whose words are in no article: %1. They are kept.</source>
            <translation>原文已不在任何文章中的批注：%1 条，仍予保留。</translation>
        </message>
        <message>
            <source>A correction that does not fit any more: %1. It is kept.</source>
            <translation>已不适用的更正：%1。仍予保留。</translation>
        </message>
        <message>
            <source>New headline: %1</source>
            <translation>新的标题：%1</translation>
        </message>
        <message>
            <source>No longer a headline: %1</source>
            <translation>不再是标题：%1</translation>
        </message>
        <message>
            <source>Headline: {old} → {new}</source>
            <translation>标题：{old} → {new}</translation>
        </message>
    </context>
    <context>
        <name>Recovery</name>
        <message>
            <source>The library was damaged. There was no sound backup, so what could be read was kept.</source>
            <translation>文库已损坏。没有完好的备份，因此保留了能够读取的内容。</translation>
        </message>
        <message>
            <source>The library was gone. It was put back from the backup %1.</source>
            <translation>文库不见了，已从备份 %1 恢复。</translation>
        </message>
        <message>
            <source>The library was damaged. What could be read was joined with the backup %1.</source>
            <translation>文库已损坏。能够读取的内容已与备份 %1 合并。</translation>
        </message>
        <message>
            <source>%1 notes of what was lost are kept in the file %2</source>
            <translation>丢失文档的 %1 条笔记保存在文件 %2</translation>
        </message>
        <message>
            <source>The damaged file is kept as %1</source>
            <translation>损坏的文件保存为 %1</translation>
        </message>
        <message>
            <source>It has now: %1.</source>
            <translation>现有：%1。</translation>
        </message>
        <message>
            <source>Nothing was lost.</source>
            <translation>没有丢失任何内容。</translation>
        </message>
        <message>
            <source>Please import these again; they were lost:</source>
            <translation>以下文档已丢失，请重新导入：</translation>
        </message>
        <message>
            <source>and %1 more</source>
            <translation>另有 %1 个</translation>
        </message>
    </context>
    <context>
        <name>Remover</name>
        <message>
            <source>Remove documents</source>
            <translation>移除文档</translation>
        </message>
    </context>
    <context>
        <name>ReportDialog</name>
        <message>
            <source>Import annotations</source>
            <translation>导入批注</translation>
        </message>
        <message>
            <source>{added} added, {merged} merged with those here, {unchanged} unchanged.</source>
            <translation>新增 {added} 条，与现有批注合并 {merged} 条，未变 {unchanged} 条。</translation>
        </message>
        <message>
            <source>Without a place in their article: %1.</source>
            <translation>在文章中没有位置的 %1 条。</translation>
        </message>
        <message>
            <source>Not taken: %1.</source>
            <translation>未导入 %1 条。</translation>
        </message>
        <message>
            <source>Those without a place are listed in the annotations pane; select the words they belong to, and place them there.</source>
            <translation>没有位置的列在批注栏中；选中它们所属的文字，即可放到那里。</translation>
        </message>
        <message>
            <source>Number in the file</source>
            <translation>在文件中的序号</translation>
        </message>
        <message>
            <source>Why it was not taken</source>
            <translation>未导入的原因</translation>
        </message>
        <message>
            <source>and %1 more</source>
            <translation>另有 %1 个</translation>
        </message>
    </context>
    <context>
        <name>RestoreDialog</name>
        <message>
            <source>Restore from a backup</source>
            <translation>从备份恢复</translation>
        </message>
        <message>
            <source>Add what is missing here; nothing is deleted</source>
            <translation>补上这里缺少的内容，不删除任何内容</translation>
        </message>
        <message>
            <source>Replace everything that is here</source>
            <translation>替换这里的全部内容</translation>
        </message>
        <message>
            <source>Choose a file…</source>
            <translation>选择文件…</translation>
        </message>
        <message>
            <source>Restore</source>
            <translation>恢复</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Made</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>What is in it</source>
            <translation>内容</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>大小</translation>
        </message>
        <message>
            <source>Choose a backup</source>
            <translation>选择备份</translation>
        </message>
        <message>
            <source>Backups (*.sqlite3)</source>
            <translation>备份 (*.sqlite3)</translation>
        </message>
        <message>
            <source>All files (*)</source>
            <translation>所有文件 (*)</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>Replace everything that is here by the backup “%1”?

What is here now is kept as a backup first. Afterwards earlier steps can no longer be undone.</source>
            <translation>用备份“%1”替换这里的全部内容吗？

现有内容会先保存为一份备份。之后，先前的操作不能再撤销。</translation>
        </message>
        <message>
            <source>Replace everything</source>
            <translation>全部替换</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
    </context>
    <context>
        <name>Rule</name>
        <message>
            <source>A reading in brackets was taken out.</source>
            <translation>去掉了括号里的注音。</translation>
        </message>
        <message>
            <source>A reading in brackets was taken out; its character is damaged.</source>
            <translation>去掉了括号里的注音；所注的字已损坏。</translation>
        </message>
        <message>
            <source>A byte was lost here; the text was read again without the shift.</source>
            <translation>此处丢了一个字节，后面的字因此错位；已重新读出。</translation>
        </message>
        <message>
            <source>What was printed twice stands once.</source>
            <translation>重复印出的文字只留一遍。</translation>
        </message>
        <message>
            <source>A letter-spaced line was closed up.</source>
            <translation>去掉了字间撑开的空格。</translation>
        </message>
        <message>
            <source>A letter-spaced name was closed up.</source>
            <translation>去掉了姓名中间的空格。</translation>
        </message>
        <message>
            <source>A line break inside a paragraph was taken out.</source>
            <translation>去掉了段落中的换行。</translation>
        </message>
        <message>
            <source>A character that cannot be seen was taken out.</source>
            <translation>去掉了看不见的字符。</translation>
        </message>
        <message>
            <source>The marks of a heading were taken out.</source>
            <translation>去掉了标题的标记。</translation>
        </message>
        <message>
            <source>The marks of Markdown were taken out.</source>
            <translation>去掉了 Markdown 标记。</translation>
        </message>
        <message>
            <source>What stands before the text was taken out.</source>
            <translation>去掉了正文之前的说明信息。</translation>
        </message>
    </context>
    <context>
        <name>Safekeeping</name>
        <message>
            <source>A backup is being made or put back already.</source>
            <translation>正在备份或恢复。</translation>
        </message>
        <message>
            <source>Backing up</source>
            <translation>正在备份</translation>
        </message>
        <message>
            <source>No backup was made.</source>
            <translation>没有备份。</translation>
        </message>
        <message>
            <source>Backup made: %1</source>
            <translation>已备份：%1</translation>
        </message>
        <message>
            <source>A backup is being made. Please try again.</source>
            <translation>正在备份，请稍后再试。</translation>
        </message>
        <message>
            <source>Nothing was put back.</source>
            <translation>未恢复任何内容。</translation>
        </message>
        <message>
            <source>Documents that have another text there: %1. The text here was kept, and their annotations were looked for in it.</source>
            <translation>备份中正文不同的文档：%1 个。已保留这里的正文，并在其中查找了它们的批注。</translation>
        </message>
        <message>
            <source>Corrections left out: %1. The source of their documents is another one here, in which their places are not known; please make them again.</source>
            <translation>未并入的更正：%1 处。这些更正所在的文档在这里已是另一份原文，无法确定位置，请重新更正。</translation>
        </message>
        <message>
            <source>Restore from a backup</source>
            <translation>从备份恢复</translation>
        </message>
        <message>
            <source>Everything was put back from the backup.</source>
            <translation>已从备份恢复全部内容。</translation>
        </message>
        <message>
            <source>What was here before is kept as %1.</source>
            <translation>先前的内容保存为 %1。</translation>
        </message>
        <message>
            <source>Added: documents %1, annotations %2. Annotations changed: %3.</source>
            <translation>新增文档 %1 篇，批注 %2 条；更改批注 %3 条。</translation>
        </message>
    </context>
    <context>
        <name>SearchHelp</name>
        <message>
            <source>What can be searched for</source>
            <translation>可以这样搜索</translation>
        </message>
        <message>
            <source>Search for this</source>
            <translation>搜索这个</translation>
        </message>
        <message>
            <source>Simplified and traditional find each other; so do full and half width.</source>
            <translation>简体和繁体、全角和半角都能互相找到。</translation>
        </message>
        <message>
            <source>both words, anywhere in the article</source>
            <translation>两个词都有，不论在文章何处</translation>
        </message>
        <message>
            <source>one of them</source>
            <translation>其中一个</translation>
        </message>
        <message>
            <source>the first without the second</source>
            <translation>有前者，没有后者</translation>
        </message>
        <message>
            <source>brackets: what belongs together</source>
            <translation>括号：合在一起</translation>
        </message>
        <message>
            <source>exactly this, with spaces and punctuation</source>
            <translation>一字不差，连空格和标点</translation>
        </message>
        <message>
            <source>at most 20 characters apart, either first</source>
            <translation>相距不超过 20 字，不论先后</translation>
        </message>
        <message>
            <source>? is any one character</source>
            <translation>? 代表任意一个字</translation>
        </message>
        <message>
            <source>this very character, not 后</source>
            <translation>只找这个字形，不找“后”</translation>
        </message>
        <message>
            <source>in the title; author: and paper: likewise</source>
            <translation>在标题里；author: 作者、paper: 报纸同此</translation>
        </message>
        <message>
            <source>in your notes and what they mark; tag: in their tags</source>
            <translation>在你的笔记和所标文字里；tag: 在标签里</translation>
        </message>
        <message>
            <source>from the one year to the other</source>
            <translation>从这一年到那一年</translation>
        </message>
        <message>
            <source>in a month; also a day, or open: 2020..</source>
            <translation>在这个月；也可写到日，或只写一端 2020..</translation>
        </message>
        <message>
            <source>with notes or highlights of yours</source>
            <translation>有你的笔记或高亮</translation>
        </message>
        <message>
            <source>never opened</source>
            <translation>从未打开过</translation>
        </message>
        <message>
            <source>written in traditional; also simplified, mixed</source>
            <translation>用繁体写的；也可写 simplified、mixed</translation>
        </message>
    </context>
    <context>
        <name>SearchPast</name>
        <message>
            <source>Saved searches</source>
            <translation>保存的搜索</translation>
        </message>
        <message>
            <source>Latest searches</source>
            <translation>最近的搜索</translation>
        </message>
        <message>
            <source>Clear history</source>
            <translation>清除历史</translation>
        </message>
        <message>
            <source>Forget the latest searches; saved ones stay</source>
            <translation>忘掉最近的搜索，保存的不动</translation>
        </message>
        <message>
            <source>Nothing searched for yet</source>
            <translation>还没有搜索过</translation>
        </message>
    </context>
    <context>
        <name>SearchSidebar</name>
        <message>
            <source>Search, in either script</source>
            <translation>搜索，简繁皆可</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>搜索</translation>
        </message>
        <message>
            <source>Earlier searches (Alt+Down)</source>
            <translation>以前的搜索 (Alt+Down)</translation>
        </message>
        <message>
            <source>What can be searched for</source>
            <translation>可以这样搜索</translation>
        </message>
        <message>
            <source>Nothing found.</source>
            <translation>没有找到。</translation>
        </message>
        <message>
            <source>Save this search</source>
            <translation>保存这个搜索</translation>
        </message>
        <message>
            <source>Its name:</source>
            <translation>名称：</translation>
        </message>
    </context>
    <context>
        <name>SearchStatus</name>
        <message>
            <source>Forget this saved search</source>
            <translation>不再保存这个搜索</translation>
        </message>
        <message>
            <source>Save this search</source>
            <translation>保存这个搜索</translation>
        </message>
        <message>
            <source>1 article</source>
            <translation>1 篇文章</translation>
        </message>
        <message>
            <source>%1 articles</source>
            <translation>%1 篇文章</translation>
        </message>
        <message>
            <source>Searched without the index, which is not ready.</source>
            <translation>索引尚未就绪，这次没有用索引搜索。</translation>
        </message>
        <message>
            <source>Best first</source>
            <translation>最相关在前</translation>
        </message>
        <message>
            <source>Newest first</source>
            <translation>最新在前</translation>
        </message>
        <message>
            <source>Oldest first</source>
            <translation>最早在前</translation>
        </message>
        <message>
            <source>What comes first</source>
            <translation>排列次序</translation>
        </message>
    </context>
    <context>
        <name>SelectionPopup</name>
        <message>
            <source>Own colour… (7)</source>
            <translation>自选颜色… (7)</translation>
        </message>
        <message>
            <source>Underline (U)</source>
            <translation>下划线 (U)</translation>
        </message>
        <message>
            <source>Strike out (S)</source>
            <translation>删除线 (S)</translation>
        </message>
        <message>
            <source>Bookmark this place (B)</source>
            <translation>在此处加书签 (B)</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>笔记</translation>
        </message>
        <message>
            <source>Highlight and write a note (N)</source>
            <translation>高亮并写笔记 (N)</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Copy the selected words (Ctrl+C)</source>
            <translation>复制所选文字 (Ctrl+C)</translation>
        </message>
    </context>
    <context>
        <name>SourcePane</name>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>The source of the open article stands here.</source>
            <translation>这里显示所开文章的原文。</translation>
        </message>
        <message>
            <source>(nothing)</source>
            <translation>（无）</translation>
        </message>
    </context>
    <context>
        <name>StatusBar</name>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>%1 characters</source>
            <translation>%1 字</translation>
        </message>
        <message>
            <source>Cancelling…</source>
            <translation>正在取消…</translation>
        </message>
    </context>
    <context>
        <name>TagEditor</name>
        <message>
            <source>Add a tag…</source>
            <translation>添加标签…</translation>
        </message>
        <message>
            <source>Tags of %1 annotations</source>
            <translation>%1 条批注的标签</translation>
        </message>
        <message>
            <source>Remove the tag %1</source>
            <translation>移除标签 %1</translation>
        </message>
    </context>
    <context>
        <name>TermEditor</name>
        <message>
            <source>Change words</source>
            <translation>更改词语</translation>
        </message>
        <message>
            <source>{file}: words added: {added}; lines that could not be read: {bad}.</source>
            <translation>{file}：已添加 {added} 个词语，{bad} 行无法读取。</translation>
        </message>
        <message>
            <source>{file}: words added: {added}.</source>
            <translation>{file}：已添加 {added} 个词语。</translation>
        </message>
    </context>
    <context>
        <name>TermFault</name>
        <message>
            <source>Not two words with one tab between them.</source>
            <translation>不是用一个制表符隔开的两个词。</translation>
        </message>
        <message>
            <source>Write the word in both scripts.</source>
            <translation>请写出简体和繁体两种形式。</translation>
        </message>
        <message>
            <source>A word holds no tab and no line break.</source>
            <translation>词中不能有制表符或换行。</translation>
        </message>
        <message>
            <source>A word has no space around it.</source>
            <translation>词的前后不能有空格。</translation>
        </message>
        <message>
            <source>A word does not begin with “#”: that marks a remark in a file of words.</source>
            <translation>词不能以“#”开头：词语文件中以它开头的行是注释。</translation>
        </message>
        <message>
            <source>A character of it cannot be read.</source>
            <translation>其中有无法读取的字符。</translation>
        </message>
        <message>
            <source>After the two words stands nothing, “both”, “to-traditional” or “to-simplified”.</source>
            <translation>两个词之后只能留空，或写“both”“to-traditional”“to-simplified”。</translation>
        </message>
        <message>
            <source>A traditional text can only keep the word as it is written there.</source>
            <translation>繁体原文中的词只能保持原文的写法。</translation>
        </message>
    </context>
    <context>
        <name>TermModel</name>
        <message>
            <source>In both directions</source>
            <translation>双向转换</translation>
        </message>
        <message>
            <source>To traditional only</source>
            <translation>只在转为繁体时</translation>
        </message>
        <message>
            <source>To simplified only</source>
            <translation>只在转为简体时</translation>
        </message>
        <message>
            <source>Simplified</source>
            <translation>简体</translation>
        </message>
        <message>
            <source>Traditional</source>
            <translation>繁体</translation>
        </message>
        <message>
            <source>This word is in the list already.</source>
            <translation>列表中已有这个词语。</translation>
        </message>
    </context>
    <context>
        <name>TermsDialog</name>
        <message>
            <source>My words</source>
            <translation>我的词语</translation>
        </message>
        <message>
            <source>These words go before every dictionary. Of two that contradict each other the later one holds. The arrow says in which direction; a click turns it.</source>
            <translation>这些词语优先于所有词典；两条互相矛盾时，以后加的为准。箭头表示转换方向，点击可以切换。</translation>
        </message>
        <message>
            <source>Find a word</source>
            <translation>查找词语</translation>
        </message>
        <message>
            <source>Simplified</source>
            <translation>简体</translation>
        </message>
        <message>
            <source>Traditional</source>
            <translation>繁体</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>添加</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>移除</translation>
        </message>
        <message>
            <source>Import…</source>
            <translation>导入…</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>导出…</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%2 条中的 %1 条</translation>
        </message>
        <message>
            <source>Words: %1</source>
            <translation>共 %1 条</translation>
        </message>
        <message>
            <source>Import words</source>
            <translation>导入词语</translation>
        </message>
        <message>
            <source>Export words</source>
            <translation>导出词语</translation>
        </message>
        <message>
            <source>Words (*.tsv *.txt)</source>
            <translation>词语 (*.tsv *.txt)</translation>
        </message>
        <message>
            <source>All files (*)</source>
            <translation>所有文件 (*)</translation>
        </message>
    </context>
    <context>
        <name>TimelinePlot</name>
        <message>
            <source>%1: hits %2, articles %3</source>
            <translation>%1：%2 处，%3 篇文章</translation>
        </message>
        <message>
            <source>Hits</source>
            <translation>命中</translation>
        </message>
        <message>
            <source>All articles of the library</source>
            <translation>库中全部文章</translation>
        </message>
        <message>
            <source>None of the hits has such a date.</source>
            <translation>命中处都没有这样的日期。</translation>
        </message>
        <message>
            <source>There are no hits to show.</source>
            <translation>没有可显示的命中。</translation>
        </message>
        <message>
            <source>Hits over time, %1 to %2: hits %3, articles %4</source>
            <translation>%1 至 %2 的命中：%3 处，%4 篇文章</translation>
        </message>
    </context>
    <context>
        <name>TroubleBar</name>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
    </context>
    <context>
        <name>WordDialog</name>
        <message>
            <source>Should read</source>
            <translation>此处应为</translation>
        </message>
        <message>
            <source>“{source}” is shown as “{shown}”. It should read:</source>
            <translation>“{source}”显示为“{shown}”。此处应为：</translation>
        </message>
        <message>
            <source>It is so in every document, and wherever it is converted back.</source>
            <translation>今后所有文档都照此转换，转换回来时也一样。</translation>
        </message>
        <message>
            <source>It is so in every document. Texts converted the other way do not change.</source>
            <translation>今后所有文档都照此转换；反方向的转换不受影响。</translation>
        </message>
        <message>
            <source>It reads so already. Nothing will change.</source>
            <translation>现在就是这样显示的，不会有任何改动。</translation>
        </message>
        <message>
            <source>Write the word as it should be.</source>
            <translation>请写出正确的词。</translation>
        </message>
    </context>
    <context>
        <name>_WaitingWindow</name>
        <message>
            <source>Opening the library…</source>
            <translation>正在打开文库…</translation>
        </message>
        <message>
            <source>If the program was not closed properly the last time, all notes are looked through first. This may take a minute.</source>
            <translation>如果上次没有正常关闭程序，会先检查所有笔记，可能需要一分钟。</translation>
        </message>
    </context>
</TS>
