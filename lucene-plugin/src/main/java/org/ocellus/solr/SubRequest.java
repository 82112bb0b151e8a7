package org.ocellus.solr;

import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.solr.common.SolrDocument;
import org.apache.solr.common.SolrDocumentList;
import org.apache.solr.common.SolrException;
import org.apache.solr.common.SolrException.ErrorCode;
import org.apache.solr.common.params.SolrParams;
import org.apache.solr.core.SolrCore;
import org.apache.solr.request.LocalSolrQueryRequest;
import org.apache.solr.request.SolrQueryRequest;
import org.apache.solr.request.SolrRequestInfo;
import org.apache.solr.response.ResultContext;
import org.apache.solr.response.SolrQueryResponse;
import org.jspecify.annotations.Nullable;

/** Questions that a core asks its collection while it works on another request. */
final class SubRequest {
  private SubRequest() {}

  /**
   * The documents that a handler answers with, from all shards.
   *
   * @param handler such as {@code /select} or {@code /get}
   * @param context of the request that this is a part of
   * @throws SolrException if it fails, with the code that it failed with
   */
  static List<SolrDocument> documents(
      SolrCore core, String handler, SolrParams params, Map<Object, Object> context) {
    SolrRequestInfo asking = SolrRequestInfo.getRequestInfo();
    Principal who = asking == null ? null : asking.getUserPrincipal();
    SolrQueryResponse response = new SolrQueryResponse();
    try (SolrQueryRequest part = onBehalfOf(who, core, params)) {
      part.getContext().putAll(context);
      // The request that asks has an answer of its own under way.
      SolrRequestInfo.setRequestInfo(new SolrRequestInfo(part, response));
      try {
        core.execute(core.getRequestHandler(handler), part, response);
        if (response.getException() != null) {
          throw failed(response.getException());
        }
        Object found = response.getValues().get("doc");
        return found instanceof SolrDocument one ? List.of(one) : documents(response.getResponse());
      } finally {
        SolrRequestInfo.clearRequestInfo();
      }
    }
  }

  /** Shards that want to know who asks are told who asked first. */
  private static SolrQueryRequest onBehalfOf(
      @Nullable Principal who, SolrCore core, SolrParams params) {
    return new LocalSolrQueryRequest(core, params) {
      @Override
      public @Nullable Principal getUserPrincipal() {
        return who;
      }
    };
  }

  private static List<SolrDocument> documents(Object found) {
    List<SolrDocument> documents = new ArrayList<>();
    if (found instanceof SolrDocumentList list) {
      documents.addAll(list);
    } else if (found instanceof ResultContext context) {
      context.getProcessedDocuments().forEachRemaining(documents::add);
    }
    return documents;
  }

  private static SolrException failed(Exception why) {
    int code = why instanceof SolrException e ? e.code() : ErrorCode.SERVER_ERROR.code;
    return new SolrException(ErrorCode.getErrorCode(code), why.getMessage(), why);
  }
}
