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
            <source>Search</source>
            <translation>搜索</translation>
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
    </context>
    <context>
        <name>AnnotationPane</name>
        <message>
            <source>Annotations</source>
            <translation>批注</translation>
        </message>
        <message>
            <source>Select words in the article to highlight them or to write a note.</source>
            <translation>在文章中选中文字，即可高亮或写笔记。</translation>
        </message>
        <message>
            <source>Edit note</source>
            <translation>编辑笔记</translation>
        </message>
        <message>
            <source>Copy quote</source>
            <translation>复制引文</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>删除</translation>
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
            <source>Change colour</source>
            <translation>更改颜色</translation>
        </message>
        <message>
            <source>Delete annotation</source>
            <translation>删除批注</translation>
        </message>
    </context>
    <context>
        <name>ArticlePane</name>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
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
            <source>Write a note… (Ctrl+Enter to keep, Esc to leave)</source>
            <translation>写笔记…（Ctrl+Enter 保存，Esc 放弃）</translation>
        </message>
        <message>
            <source>its words are no longer in the text</source>
            <translation>原文中已找不到这段文字</translation>
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
    </context>
    <context>
        <name>FindBar</name>
        <message>
            <source>Previous hit (Shift+F3)</source>
            <translation>上一处 (Shift+F3)</translation>
        </message>
        <message>
            <source>Next hit (F3)</source>
            <translation>下一处 (F3)</translation>
        </message>
        <message>
            <source>Unmark the hits (Esc)</source>
            <translation>取消标记 (Esc)</translation>
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
            <source>Indexing</source>
            <translation>正在建立索引</translation>
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message>
            <source>My documents</source>
            <translation>我的文档</translation>
        </message>
        <message>
            <source>%1 characters</source>
            <translation>%1 字</translation>
        </message>
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
        <message>
            <source>Documents removed: %1. %2 brings them back with their notes.</source>
            <translation>已移除 %1 个文档。按 %2 可连同批注一起恢复。</translation>
        </message>
        <message>
            <source>Export annotations</source>
            <translation>导出批注</translation>
        </message>
        <message>
            <source>Markdown (*.md)</source>
            <translation>Markdown (*.md)</translation>
        </message>
        <message>
            <source>Wrote %1</source>
            <translation>已写入 %1</translation>
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
        <name>Remover</name>
        <message>
            <source>Remove documents</source>
            <translation>移除文档</translation>
        </message>
    </context>
    <context>
        <name>SearchSidebar</name>
        <message>
            <source>1 article</source>
            <translation>1 篇文章</translation>
        </message>
        <message>
            <source>%1 articles</source>
            <translation>%1 篇文章</translation>
        </message>
        <message>
            <source>Nothing found. Fewer characters find more; either script finds both.</source>
            <translation>没有找到。字数少一些会找到更多；简体、繁体互相都能找到。</translation>
        </message>
        <message>
            <source>Search all articles, in either script</source>
            <translation>搜索全部文章，简繁皆可</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>搜索</translation>
        </message>
        <message>
            <source>Hits</source>
            <translation>命中</translation>
        </message>
    </context>
    <context>
        <name>SelectionPopup</name>
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
        <name>StatusBar</name>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Cancelling…</source>
            <translation>正在取消…</translation>
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
            <source>A traditional text can only keep the word as it is written there.</source>
            <translation>繁体原文中的词只能保持原文的写法。</translation>
        </message>
    </context>
    <context>
        <name>TermModel</name>
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
            <source>These words go before every dictionary. Of two that contradict each other the later one holds.</source>
            <translation>这些词语优先于所有词典；两条互相矛盾时，以后添加的为准。</translation>
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
            <source>It reads so already. Nothing will change.</source>
            <translation>现在就是这样显示的，不会有任何改动。</translation>
        </message>
        <message>
            <source>Write the word as it should be.</source>
            <translation>请写出正确的词。</translation>
        </message>
    </context>
</TS>
